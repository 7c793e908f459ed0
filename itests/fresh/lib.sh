# SPDX-License-Identifier: Apache-2.0
# What the steps of run share: a bare Debian, a copy of it with a clone of the project, and commands that run there.

say() { printf 'fresh: %s\n' "$*"; }
fail() { say "$*" >&2; exit 1; }

# A bare Debian in $fresh/bare, made once.
bare() {
  [ -e "$fresh/bare/complete" ] && return
  say "making a bare Debian (bookworm, JDK 17)"
  rm -rf "$fresh/bare"
  debootstrap --variant=minbase --include=ca-certificates,openjdk-17-jdk-headless bookworm "$fresh/bare" > "$fresh/bare.log" 2>&1 ||
    fail "debootstrap failed, see $fresh/bare.log"
  touch "$fresh/bare/complete"
}

# A new Debian $1 with the project in /srv/camquay: a copy of the Debian $2 (default: bare).
debian() {
  local name=$1 from=${2:-bare}
  [ "$from" != bare ] || bare
  rm -rf "${fresh:?}/$name"
  cp -a "$fresh/$from" "$fresh/$name"
  if [ "$from" = bare ]; then
    git clone -q --no-hardlinks "$root" "$fresh/$name/srv/camquay"
    settle "$fresh/$name"
  fi
}

# What a machine in this network is set up with, by whoever runs the network.
settle() {
  local at=$1 java25 url=${MAVEN_DISTRIBUTION_URL:-}
  cp -L /etc/resolv.conf /etc/hosts "$at/etc/"
  rm -f "$at"/etc/apt/sources.list
  cp -a /etc/apt/sources.list* "$at/etc/apt/" 2>/dev/null || true
  cp -a /usr/share/keyrings/. "$at/usr/share/keyrings/" 2>/dev/null || true
  cp -a /usr/local/share/ca-certificates/. "$at/usr/local/share/ca-certificates/" 2>/dev/null || true
  within "$at" update-ca-certificates > /dev/null 2>&1
  # .ci/run takes any JDK 25 that lies beside the default one
  java25=${JAVA25_HOME:-$(grep -ls '^JAVA_VERSION="25' /usr/lib/jvm/*/release | head -n 1 | xargs -r dirname)}
  if [ -n "$java25" ]; then
    cp -a "$(readlink -f "$java25")" "$at/usr/lib/jvm/jdk-25"
  fi
  if [ -f "${url#file:}" ]; then
    cp "${url#file:}" "$at/srv/maven.tar.gz"
  fi
}

# Runs a command in the Debian whose folder is $1, in /srv/camquay where that is there. All that it started ends with it.
within() {
  local at=$1 variables=() name
  shift
  for name in http_proxy https_proxy no_proxy MAVEN_DISTRIBUTION_URL CI; do
    [ -z "${!name:-}" ] || variables+=("$name=${!name}")
  done
  [ ! -f "$at/srv/maven.tar.gz" ] || variables+=("MAVEN_DISTRIBUTION_URL=file:/srv/maven.tar.gz")
  unshare --mount --pid --fork --kill-child bash -c '
    at=$1; shift
    mount --bind "$at" "$at" && cd "$at"
    mount -t proc proc proc && mount --rbind /sys sys && mount --rbind /dev dev && mount -t tmpfs tmpfs run
    exec chroot "$at" "$@"' within "$at" \
    env -i HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${variables[@]}" \
    sh -c 'cd /srv/camquay 2>/dev/null || cd /; exec "$@"' sh "$@"
}

# The reasons of all skipped tests in the reports of the clone in $1, one a line.
skips() {
  find "$1/srv/camquay" -path '*/surefire-reports/TEST-*.xml' -exec cat {} + | tr '\n' ' ' |
    grep -oE '<skipped( message="[^"]*")?' | sed 's/<skipped *//; s/message="//; s/"$//' | sort | uniq -c || true
}

# How many tests the reports of the clone in $1 count.
tests() {
  find "$1/srv/camquay" -path '*/surefire-reports/TEST-*.xml' -exec grep -ohE '<testsuite [^>]*' {} + |
    grep -oE ' tests="[0-9]+"' | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'
}
