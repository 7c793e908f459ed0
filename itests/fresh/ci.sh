# SPDX-License-Identifier: Apache-2.0
# .ci/run as it stands, on a machine with a JDK and nothing else: it has to install all that the tests need.

debian ci
say ".ci/run"
begin=$SECONDS
CI=true within "$fresh/ci" bash .ci/run > "$fresh/ci.log" 2>&1 || fail ".ci/run failed, see $fresh/ci.log"
say "green after $((SECONDS - begin)) s, $(tests "$fresh/ci") tests"
if [ -n "$(skips "$fresh/ci")" ]; then
  skips "$fresh/ci"
  fail "these tests were skipped"
fi
