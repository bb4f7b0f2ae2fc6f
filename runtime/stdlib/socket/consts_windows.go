package socket

// This file has the constants of Windows.

var families = constants{
	{"AF_UNSPEC", 0}, {"AF_INET", 2}, {"AF_IPX", 6}, {"AF_SNA", 11}, {"AF_DECnet", 12}, {"AF_APPLETALK", 16},
	{"AF_INET6", 23}, {"AF_IRDA", 26}, {"AF_LINK", 33},
}

var kinds = constants{{"SOCK_STREAM", 1}, {"SOCK_DGRAM", 2}, {"SOCK_RAW", 3}, {"SOCK_RDM", 4}, {"SOCK_SEQPACKET", 5}}

var messageFlags = constants{
	{"MSG_OOB", 1}, {"MSG_PEEK", 2}, {"MSG_DONTROUTE", 4}, {"MSG_WAITALL", 8}, {"MSG_TRUNC", 0x100}, {"MSG_CTRUNC", 0x200},
	{"MSG_BCAST", 0x400}, {"MSG_MCAST", 0x800}, {"MSG_ERRQUEUE", 0x1000},
}

var addressFlags = constants{
	{"AI_PASSIVE", 1}, {"AI_CANONNAME", 2}, {"AI_NUMERICHOST", 4}, {"AI_NUMERICSERV", 8}, {"AI_ALL", 0x100}, {"AI_ADDRCONFIG", 0x400}, {"AI_V4MAPPED", 0x800},
}

var others = constants{
	{"EAI_AGAIN", 11002}, {"EAI_BADFLAGS", 10022}, {"EAI_FAIL", 11003}, {"EAI_FAMILY", 10047}, {"EAI_MEMORY", 8}, {"EAI_NODATA", 11001},
	{"EAI_NONAME", 11001}, {"EAI_SERVICE", 10109}, {"EAI_SOCKTYPE", 10044},
	{"NI_NOFQDN", 1}, {"NI_NUMERICHOST", 2}, {"NI_NAMEREQD", 4}, {"NI_NUMERICSERV", 8}, {"NI_DGRAM", 16}, {"NI_MAXHOST", 1025}, {"NI_MAXSERV", 32},
	{"INADDR_ANY", 0}, {"INADDR_BROADCAST", 0xffffffff}, {"INADDR_LOOPBACK", 0x7f000001}, {"INADDR_NONE", 0xffffffff},
	{"IPPORT_RESERVED", 1024}, {"IPPORT_USERRESERVED", 5000},
	{"IPPROTO_IP", 0}, {"IPPROTO_ICMP", 1}, {"IPPROTO_IGMP", 2}, {"IPPROTO_TCP", 6}, {"IPPROTO_UDP", 17}, {"IPPROTO_IPV6", 41}, {"IPPROTO_ICMPV6", 58}, {"IPPROTO_RAW", 255},
	{"IP_OPTIONS", 1}, {"IP_HDRINCL", 2}, {"IP_TOS", 3}, {"IP_TTL", 4}, {"IP_MULTICAST_IF", 9}, {"IP_MULTICAST_TTL", 10}, {"IP_MULTICAST_LOOP", 11},
	{"IP_ADD_MEMBERSHIP", 12}, {"IP_DROP_MEMBERSHIP", 13},
	{"IPV6_UNICAST_HOPS", 4}, {"IPV6_MULTICAST_IF", 9}, {"IPV6_MULTICAST_HOPS", 10}, {"IPV6_MULTICAST_LOOP", 11}, {"IPV6_JOIN_GROUP", 12},
	{"IPV6_LEAVE_GROUP", 13}, {"IPV6_V6ONLY", 27},
	{"SHUT_RD", 0}, {"SHUT_WR", 1}, {"SHUT_RDWR", 2}, {"SOL_IP", 0}, {"SOL_TCP", 6}, {"SOL_UDP", 17}, {"SOL_SOCKET", 0xffff}, {"SOMAXCONN", 0x7fffffff},
	{"SO_DEBUG", 1}, {"SO_ACCEPTCONN", 2}, {"SO_REUSEADDR", 4}, {"SO_KEEPALIVE", 8}, {"SO_DONTROUTE", 16}, {"SO_BROADCAST", 32}, {"SO_USELOOPBACK", 64},
	{"SO_LINGER", 128}, {"SO_OOBINLINE", 256}, {"SO_SNDBUF", 0x1001}, {"SO_RCVBUF", 0x1002}, {"SO_SNDLOWAT", 0x1003}, {"SO_RCVLOWAT", 0x1004},
	{"SO_SNDTIMEO", 0x1005}, {"SO_RCVTIMEO", 0x1006}, {"SO_ERROR", 0x1007}, {"SO_TYPE", 0x1008}, {"SO_EXCLUSIVEADDRUSE", -5},
	{"TCP_NODELAY", 1}, {"TCP_MAXSEG", 4}, {"TCP_KEEPIDLE", 3}, {"TCP_KEEPCNT", 16}, {"TCP_KEEPINTVL", 17},
}

// soError is the option that has the error of a connection.
const soError = 0x1007
