#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# clips.sh DIR NAME… : makes those clips of a moving picture with a running counter, where they are missing (ffmpeg with libx264, libx265)
set -e
dir=$1
shift
mkdir -p "$dir"
picture() { echo "-f lavfi -i testsrc2=size=${1:-320x180}:rate=${2:-25}:duration=${3:-20}"; }
tone() { echo "-f lavfi -i sine=frequency=1000:duration=${1:-60}"; }
x264='-c:v libx264 -preset ultrafast -tune zerolatency -pix_fmt yuv420p'
usual=keyint=25:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0:slices=1
both="$(picture 320x180 25 60) $(tone) $x264 -g 25 -bf 0"
copy="-i $dir/av.mp4 -c:v copy"
options() {
  case $1 in
    plain.h264) echo "$(picture) $x264 -x264-params $usual -f h264" ;;
    aud.h264) echo "$(picture) $x264 -x264-params $usual:aud=1 -f h264" ;;
    big.h264) echo "$(picture 640x360) $x264 -x264-params $usual -f h264" ;;
    slow.h264) echo "$(picture 320x180 1) $x264 -x264-params keyint=5:scenecut=0:bframes=0:repeat-headers=1 -f h264" ;;
    fast.h264) echo "$(picture 320x180 60) $x264 -x264-params $usual:keyint=60 -f h264" ;;
    slices.h264) echo "$(picture) $x264 -x264-params keyint=25:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0:slices=4 -f h264" ;;
    gdr.h264) echo "$(picture) $x264 -x264-params keyint=50:scenecut=0:bframes=0:repeat-headers=1:intra-refresh=1:sliced-threads=0 -f h264" ;;
    opengop0.h264) echo "$(picture) -c:v libx264 -preset veryfast -pix_fmt yuv420p -x264-params keyint=25:min-keyint=25:scenecut=0:bframes=0:open-gop=1:repeat-headers=1 -f h264" ;;
    opengop2.h264) echo "$(picture) -c:v libx264 -preset veryfast -pix_fmt yuv420p -x264-params keyint=25:min-keyint=25:scenecut=0:bframes=2:b-adapt=0:open-gop=1:repeat-headers=1 -f h264" ;;
    high10.h264) echo "$(picture) $x264 -profile:v high10 -pix_fmt yuv420p10le -x264-params $usual -f h264" ;;
    mbaff.h264) echo "$(picture) -c:v libx264 -preset veryfast -pix_fmt yuv420p -flags +ildct+ilme -x264-params keyint=25:scenecut=0:bframes=0:tff=1:repeat-headers=1 -f h264" ;;
    # Key pictures of some 750 kB: noise that moves little, hardly compressed.
    key750.h264) echo "-f lavfi -i color=gray:size=1280x720:rate=10:duration=10,noise=alls=60:all_seed=7,drawbox=x=mod(t*200\,1100):y=400:w=100:h=100:color=red:t=fill $x264 -x264-params keyint=20:scenecut=0:bframes=0:repeat-headers=1:sliced-threads=0:slices=1 -crf 30 -f h264" ;;
    plain.h265) echo "$(picture) -c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params keyint=25:bframes=0:repeat-headers=1:log-level=none -f hevc" ;;
    open.h265) echo "$(picture) -c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params keyint=50:min-keyint=50:bframes=3:open-gop=1:scenecut=0:repeat-headers=1:log-level=none -f hevc" ;;
    j.mjpeg) echo "$(picture 320x180 25 10) -c:v mjpeg -q:v 5 -f mjpeg" ;;
    tone.aac) echo "$(tone 20) -c:a aac -ar 48000 -f adts" ;;
    av.mp4) echo "$both -c:a aac -ar 48000" ;;
    fragmented.mp4) echo "$copy -c:a copy -movflags frag_keyframe+empty_moov+default_base_moof" ;;
    edited.mp4) echo "-ss 1.3 $copy -c:a copy -t 50" ;;
    # Upright: a display matrix, of older ffmpeg by the tag.
    upright.mp4) echo "-display_rotation 90 $copy -an" ;;
    av.ts) echo "$copy -c:a copy -f mpegts" ;;
    wrap.ts) echo "$copy -c:a copy -output_ts_offset 95433 -f mpegts" ;;
    loop8.ts) echo "$copy -c:a copy -t 8 -f mpegts" ;;
    av.flv) echo "$copy -c:a copy -f flv" ;;
    pcma.flv) echo "$copy -c:a pcm_alaw -ar 8000 -f flv" ;;
    pcmu.flv) echo "$copy -c:a pcm_mulaw -ar 8000 -f flv" ;;
    av.mkv) echo "$copy -c:a copy -f matroska" ;;
    pcma.mkv) echo "$copy -c:a pcm_alaw -ar 8000 -f matroska" ;;
    pcmu.mkv) echo "$copy -c:a pcm_mulaw -ar 8000 -f matroska" ;;
    opus.mkv) echo "$copy -c:a libopus -b:a 48k -f matroska" ;;
    aac.avi) echo "$copy -c:a copy -f avi" ;;
    pcma.avi) echo "$copy -c:a pcm_alaw -ar 8000 -f avi" ;;
    *) echo "clips.sh: no clip $1" >&2; return 2 ;;
  esac
}
make() {
  [ -e "$dir/$1" ] && return
  line=$(options "$1")
  case $line in *"$dir/av.mp4"*) make av.mp4 ;; esac
  part=$dir/.$$-$1
  # An older ffmpeg turns by a tag of the output.
  # shellcheck disable=SC2086
  ffmpeg -nostdin -v error -y $(options "$1") "$part" </dev/null 2>"$part.log" || {
    [ "$1" = upright.mp4 ] && ffmpeg -nostdin -v error -y -i "$dir/av.mp4" -an -c copy -metadata:s:v rotate=90 -f mp4 "$part"
  } || { cat "$part.log" >&2; return 1; }
  rm -f "$part.log"
  mv "$part" "$dir/$1"
}
for name; do
  make "$name"
done
