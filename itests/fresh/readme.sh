# SPDX-License-Identifier: Apache-2.0
# The README's two commands, as they stand there, on a machine with a JDK and nothing else.

demo='./camquay demo'
verify='./mvnw verify'
for command in "$demo" "$verify"; do
  grep -qF "$command" "$root/README.md" || fail "the README does not have the command $command any more"
done

offer=$(find "$root/bundles" -path '*/src/*' -name rehearsal-offer.sdp | head -n 1)
debian readme
at=$fresh/readme
say "$demo"
within "$at" $demo > "$fresh/demo.log" 2>&1 &
demo_pid=$!
page=
for second in $(seq 1800); do
  page=$(sed -n 's/^Ready: //p' "$fresh/demo.log")
  [ -z "$page" ] && kill -0 "$demo_pid" 2>/dev/null || break
  sleep 1
done
[ -n "$page" ] || fail "$demo did not get ready, see $fresh/demo.log"
say "ready after $second s, the first build included: $page"
status=$(curl -s -o "$fresh/answer.sdp" -w '%{http_code}' --data-binary "@$offer" -H 'Content-Type: application/sdp' \
  "${page%/play/*}/whep/demo")
[ "$status" = 201 ] || fail "a viewer's offer got $status instead of 201: $(head -c 300 "$fresh/answer.sdp")"
grep -qE '^m=video [1-9]' "$fresh/answer.sdp" || fail "the answer has no picture, see $fresh/answer.sdp"
say "a viewer's offer got its answer, with a picture"
# unshare's child is the product
pkill -TERM -P "$(pgrep -P "$demo_pid")"
wait "$demo_pid" || true

say "$verify"
within "$at" $verify > "$fresh/verify.log" 2>&1 || fail "$verify failed, see $fresh/verify.log"
say "green, $(tests "$at") tests; skipped:"
skips "$at"
if skips "$at" | grep -qE '^ *[0-9]+ *$'; then
  fail "a skipped test does not say why"
fi
