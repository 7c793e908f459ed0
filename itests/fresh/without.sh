# SPDX-License-Identifier: Apache-2.0
# Each Debian package that .ci/run installs, taken away in turn: what needs it is skipped by its name, the rest is green.

# The tests that drive a package's programs: module:class,class …
users() {
  case $1 in
    chromium | chromium-driver)
      echo browser:DemoTest outside:StrayPacketsTest nat:ConnectTest wan:EncoderTest ;;
    firefox-esr) echo browser:FirefoxTest nat:FirefoxTest ;;
    ffmpeg) echo org.camquay.capture.ffmpeg:StreamProgramsTest,UnitWalkTest browser:JoinTimeTest,FileTest,LateJoinTest,StallingCameraTest \
      wan:EncoderTest ;;
    coturn) echo org.camquay.ice:RealServersTest org.camquay.turn:UclientTest,FramesTest turn-bench:TurnBenchTest browser:IceRestartTest \
      nat:ConnectTest ;;
    faketime) echo org.camquay.ice:RealServersTest nat:ClockTest ;;
    openssl) echo org.camquay.ice:RealServersTest org.camquay.dtls:OpensslTest,SrtpTest nat:ConnectTest ;;
    nftables | libnss3-tools) echo nat:ConnectTest ;;
    iproute2 | procps) echo nat:ConnectTest wan:EncoderTest ;;
    bsdutils) echo outside:ShellTest ;;
    python3-aiortc) echo interop:OtherPeersTest,OffersTest nat:RebindingTest ;;
    python3-websockets | gstreamer1.0-nice | gir1.2-gst-plugins-*) echo interop:OtherPeersTest ;;
    nodejs | npm) echo interop:OffersTest ;;
    gir1.2-gst-rtsp-server-1.0 | gstreamer1.0-plugins-ugly) echo org.camquay.capture.ffmpeg:RtspTest,RtspContractTest,UnitWalkTest browser:CameraTest,FirefoxTest ;;
    python3-gi | gstreamer1.0-*)
      echo org.camquay.capture.ffmpeg:RtspTest,RtspContractTest,UnitWalkTest browser:CameraTest,FirefoxTest interop:OtherPeersTest ;;
    lib*) echo framework:HotSwapTest interop:OffersTest ;;
    *) fail "without.sh does not know which tests need the package $1" ;;
  esac
}

# A Debian with everything, and the project built and installed in its Maven repository.
equipped() {
  [ -e "$fresh/equipped/complete" ] && return
  debian equipped
  say "installing the programs and building the project"
  within "$fresh/equipped" bash .ci/run install > "$fresh/equipped.log" 2>&1 || fail ".ci/run install failed, see $fresh/equipped.log"
  within "$fresh/equipped" ./mvnw -B -ntp -DskipTests install -pl distribution,itests/harness -am >> "$fresh/equipped.log" 2>&1 ||
    fail "the build failed, see $fresh/equipped.log"
  # what surefire fetches only when there are tests to run
  within "$fresh/equipped" ./mvnw -B -ntp verify -pl bundles/org.camquay.sdp >> "$fresh/equipped.log" 2>&1 || fail "see $fresh/equipped.log"
  touch "$fresh/equipped/complete"
}

# Runs a command in the Debian $1 seen through a layer of its own, $fresh/layer, into which all its changes go.
layered() {
  local at=$1
  shift
  unshare --mount bash -c '
    . "$1/lib.sh"; fresh=$2; at=$3; shift 3
    mount -t overlay overlay -o "lowerdir=$at,upperdir=$fresh/layer/upper,workdir=$fresh/layer/work" "$fresh/layer/all" &&
      within "$fresh/layer/all" "$@"' layered "$here" "$fresh" "$at" "$@"
}

without() {
  local package=$1 modules= classes= user module log=$fresh/without-$1.log
  for user in $(users "$package"); do
    module=${user%%:*}
    case $module in org.*) modules+=,bundles/$module ;; *) modules+=,itests/$module ;; esac
    classes+=,${user#*:}
  done
  rm -rf "$fresh/layer" && mkdir -p "$fresh/layer/upper" "$fresh/layer/work" "$fresh/layer/all"
  layered "$fresh/equipped" sh -c "dpkg --force-depends --force-remove-essential --force-remove-protected -r $package &&
    ./mvnw -B -o verify -pl ${modules#,} -Dtest=${classes#,}" > "$log" 2>&1 || fail "without $package: not green, see $log"
  local reasons
  reasons=$(grep -hE 'skipped: ' "$log" | sort -u)
  grep -qF "$package" <<< "$reasons" || fail "without $package: no skip names it, see $log"
  say "without $package: green; $(grep -F "$package" <<< "$reasons" | head -n 1 | sed 's/.*skipped: //')"
}

equipped
if [ $# -eq 0 ]; then
  # the packages that .ci/run installs, as it says them itself
  set -- $(within "$fresh/equipped" bash .ci/run packages)
fi
for package in "$@"; do
  without "$package"
done
