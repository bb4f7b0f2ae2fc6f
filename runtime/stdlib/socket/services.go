package socket

import (
	"net"
	"os"
	"strconv"
	"strings"
	"sync"
)

// This file implements the names of services and protocols.

// protocolNumbers are the protocols of /etc/protocols that programs name.
var protocolNumbers = map[string]int{
	"ip": 0, "icmp": 1, "igmp": 2, "ggp": 3, "tcp": 6, "egp": 8, "udp": 17, "ipv6": 41, "ipv6-route": 43, "ipv6-frag": 44,
	"gre": 47, "esp": 50, "ah": 51, "ipv6-icmp": 58, "icmpv6": 58, "ipv6-nonxt": 59, "ospf": 89, "pim": 103, "sctp": 132, "udplite": 136,
}

// usual are the services that have their number everywhere.
var usual = map[int]string{
	7: "echo", 9: "discard", 13: "daytime", 19: "chargen", 20: "ftp-data", 21: "ftp", 22: "ssh", 23: "telnet", 25: "smtp", 37: "time",
	53: "domain", 67: "bootps", 68: "bootpc", 69: "tftp", 79: "finger", 80: "http", 110: "pop3", 111: "sunrpc", 119: "nntp", 123: "ntp",
	143: "imap2", 161: "snmp", 179: "bgp", 389: "ldap", 443: "https", 465: "submissions", 514: "shell", 587: "submission", 636: "ldaps",
	853: "domain-s", 873: "rsync", 993: "imaps", 995: "pop3s", 3306: "mysql", 5432: "postgresql",
}

// services are those of /etc/services, by "number/protocol".
var services = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	data, err := os.ReadFile("/etc/services")
	if err != nil {
		return names
	}
	for line := range strings.Lines(string(data)) {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) >= 2 && names[f[1]] == "" {
			names[f[1]] = f[0]
		}
	}
	return names
})

func serviceName(port int, proto string) (string, bool) {
	list := services()
	if name, ok := list[strconv.Itoa(port)+"/"+proto]; ok {
		return name, true
	}
	if len(list) > 0 {
		return "", false
	}
	name, ok := usual[port]
	return name, ok
}

func servicePort(name string, protos ...string) (int, bool) {
	for _, proto := range protos {
		for key, n := range services() {
			if number, p, _ := strings.Cut(key, "/"); n == name && p == proto {
				port, err := strconv.Atoi(number)
				return port, err == nil
			}
		}
		if n, err := net.LookupPort(proto, name); err == nil {
			return n, true
		}
	}
	return 0, false
}

// asciiHost is the host name as look-ups want it: labels that are not ASCII are in
// Punycode (RFC 3492, with IDNA's lower case).
func asciiHost(host string) string {
	ascii := true
	for i := 0; i < len(host); i++ {
		ascii = ascii && host[i] < 0x80
	}
	if ascii {
		return host
	}
	labels := strings.Split(strings.ToLower(host), ".")
	for i, l := range labels {
		labels[i] = punycode(l)
	}
	return strings.Join(labels, ".")
}

func punycode(label string) string {
	const base, tmin, tmax, skew, damp = 36, 1, 26, 38, 700
	runes := []rune(label)
	var out []byte
	for _, r := range runes {
		if r < 0x80 {
			out = append(out, byte(r))
		}
	}
	if len(out) == len(runes) {
		return label
	}
	handled := len(out)
	b := handled
	if b > 0 {
		out = append(out, '-')
	}
	n, delta, bias := rune(128), 0, 72
	digit := func(d int) byte {
		if d < 26 {
			return byte('a' + d)
		}
		return byte('0' + d - 26)
	}
	for handled < len(runes) {
		m := rune(0x7fffffff)
		for _, r := range runes {
			if r >= n && r < m {
				m = r
			}
		}
		delta += int(m-n) * (handled + 1)
		n = m
		for _, r := range runes {
			if r < n {
				delta++
			}
			if r != n {
				continue
			}
			q := delta
			for k := base; ; k += base {
				t := min(max(k-bias, tmin), tmax)
				if q < t {
					break
				}
				out = append(out, digit(t+(q-t)%(base-t)))
				q = (q - t) / (base - t)
			}
			out = append(out, digit(q))
			if handled == b {
				delta /= damp
			} else {
				delta /= 2
			}
			delta += delta / (handled + 1)
			k := 0
			for delta > (base-tmin)*tmax/2 {
				delta /= base - tmin
				k += base
			}
			bias = k + (base-tmin+1)*delta/(delta+skew)
			delta = 0
			handled++
		}
		delta++
		n++
	}
	return "xn--" + string(out)
}
