#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A small internet out of network namespaces, as root; nothing of it leaves the machine, and nothing outside changes.
#
#   SITE host (10.N.0.2, or 198.51.100.X where it is open) -- SITE router (203.0.113.N) --+
#                                                                            203.0.113.0/24, a switch
#   server (203.0.113.2 to .9) --------------------------------------------------------------+
#
# usage: lab.sh up PREFIX            the switch and the server
#        lab.sh site PREFIX NAME N KIND  one host behind its router, on its eth0; N from 11 to 99
#        lab.sh move PREFIX NAME OLD NEW N KIND  its interface OLD goes, and NEW comes, behind another router
#        lab.sh rebind PREFIX NAME INTERFACE N M  the router before it has 203.0.113.M instead of .N, and no mapping of before
#        lab.sh lose PREFIX ADDRESS  the server's address is gone; regain: it is back
#        lab.sh down PREFIX          all of it
# kinds: open        a public address of its own, no router's filter
#        fullcone    one outside port for each inside port; everybody may send to it
#        restricted  the same mapping; only addresses and ports that were sent to may answer (most home routers)
#        symmetric   another outside port for each address and port that is sent to
#        noudp       TCP only
#        tcp443      TCP to port 443 only
set -eu
verb=$1 P=$2
in_ns() { space=$1; shift; ip netns exec "$P$space" "$@"; }

new() {
  ip netns add "$P$1"
  # an IPv6 address that comes a second late is a change of network, and a browser drops its page for it
  in_ns "$1" sysctl -qw net.ipv6.conf.default.disable_ipv6=1
  in_ns "$1" ip link set lo up
}

# wire A IF_A ADDRESS_A B IF_B ADDRESS_B, an address may be -
wire() {
  ip -n "$P$1" link add "$2" type veth peer name "$5" netns "$P$4"
  [ "$3" = - ] || ip -n "$P$1" addr add "$3" dev "$2"
  [ "$6" = - ] || ip -n "$P$4" addr add "$6" dev "$5"
  ip -n "$P$1" link set "$2" up
  ip -n "$P$4" link set "$5" up
}

up() {
  new inet
  new server
  ip -n "${P}inet" link add br0 type bridge
  ip -n "${P}inet" link set br0 up
  # what is for nobody here vanishes, as on the internet: "unreachable" would make coturn give up a session
  ip -n "${P}inet" addr add 203.0.113.1/24 dev br0
  in_ns inet sysctl -qw net.ipv4.ip_forward=0
  wire server eth0 203.0.113.2/24 inet server -
  ip -n "${P}inet" link set server master br0
  for last in 3 4 5 6 7 8 9; do ip -n "${P}server" addr add "203.0.113.$last/24" dev eth0; done
  ip -n "${P}server" route add default via 203.0.113.1
  ip -n "${P}server" route add 198.51.100.0/24 dev eth0
}

site() {
  new "$1"
  attach "$1" eth0 "$2" "$3"
}

move() {
  ip -n "$P$1" link del "$2"
  attach "$1" "$3" "$4" "$5"
}

# Taking the address away takes the routes over it too, and what was masqueraded as it.
rebind() {
  router=r$1$2
  ip -n "$P$router" addr del "203.0.113.$3/24" dev out
  ip -n "$P$router" addr add "203.0.113.$4/24" dev out
  ip -n "$P$router" route replace 198.51.100.0/24 dev out
  ip -n "$P$router" route replace default via 203.0.113.1
}

attach() {
  name=$1 interface=$2 n=$3 kind=$4 router=r$1$2 port=$1$2
  new "$router"
  if [ "$kind" = open ]; then inside=198.51.100.$n gate=198.51.100.$((n + 100)); else inside=10.$n.0.2 gate=10.$n.0.1; fi
  wire "$name" "$interface" "$inside/32" "$router" in "$gate/32"
  ip -n "$P$name" route add "$gate" dev "$interface"
  ip -n "$P$name" route add default via "$gate"
  ip -n "$P$router" route add "$inside" dev in
  wire "$router" out "203.0.113.$n/24" inet "$port" -
  ip -n "${P}inet" link set "$port" master br0
  in_ns "$router" sysctl -qw net.ipv4.ip_forward=1
  # everybody finds the open hosts: the router answers for its host's address on the switch's network
  if [ "$kind" = open ]; then
    in_ns "$router" sysctl -qw net.ipv4.conf.out.proxy_arp=1
  fi
  ip -n "$P$router" route add 198.51.100.0/24 dev out
  ip -n "$P$router" route add default via 203.0.113.1
  [ "$kind" = open ] || in_ns "$router" nft -f - <<RULES
$(rules "$kind" "$inside")
RULES
}

rules() {
  case $1 in
    noudp) out='iifname "in" meta l4proto tcp accept' ;;
    tcp443) out='iifname "in" tcp dport 443 accept' ;;
    fullcone) out='iifname "in" accept; meta l4proto udp accept' ;;
    *) out='iifname "in" accept' ;;
  esac
  how=masquerade
  [ "$1" != symmetric ] || how='masquerade fully-random'
  cat <<RULES
table ip nat {
  chain post { type nat hook postrouting priority srcnat; oifname "out" $how; }
  chain pre { type nat hook prerouting priority dstnat; $([ "$1" != fullcone ] || echo "iifname \"out\" meta l4proto udp dnat to $2;") }
}
table ip filter {
  # A packet that comes before ours went out is dropped and forgotten, as home routers do. If it were answered here, it would
  # stay as a connection of the router's own and take the port that our packet should leave from.
  chain input { type filter hook input priority filter; iifname "out" ct state new,invalid drop; }
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    $out
  }
}
RULES
}

lose() { ip -n "${P}server" addr del "$1/24" dev eth0; }
regain() { ip -n "${P}server" addr add "$1/24" dev eth0; }

down() {
  for space in $(ip netns list | cut -d' ' -f1 | grep "^$P" || true); do
    for process in $(ip netns pids "$space"); do kill -9 "$process" 2>/dev/null || true; done
    ip netns del "$space"
  done
}

shift 2
case $verb in
  up | site | move | rebind | lose | regain | down) "$verb" "$@" ;;
  *) sed -n 3,23p "$0" >&2; exit 2 ;;
esac
