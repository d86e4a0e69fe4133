"""The lines of a Comware 7 access switch: what each is, and the method of comware.Switch that takes it.

Holds tables only. A line that no row fits is unknown to the reader. Where a method is None the line changes no fact.
"""

ADDRESS = r"\d+\.\d+\.\d+\.\d+"
ADDRESS6 = r"[0-9a-fA-F:]+"
LIST = r"\d+(?: to \d+)?(?: \d+(?: to \d+)?)*"
WORD = r"[!-~]+"
LINE = r"[!-~](?:[ -~]*[!-~])?"
PHYSICAL = r"(?:GigabitEthernet|Ten-GigabitEthernet|FortyGigE)\d+/0/\d+"

TOP = [
    (r"version 7\.1\.\d+, (?:Release|Feature|ESS) [\w.-]+", None),
    (r"sysname ([A-Za-z][A-Za-z0-9-]*)", "sysname"),
    (r"clock timezone \w+ (?:add|minus) \d\d:\d\d:\d\d", None),
    (r"clock summer-time \w+ \d\d:\d\d:\d\d [A-Z][a-z]+ (?:first|second|third|fourth|last) [A-Z][a-z]+day"
     r" \d\d:\d\d:\d\d [A-Z][a-z]+ (?:first|second|third|fourth|last) [A-Z][a-z]+day \d\d:\d\d:\d\d", None),
    (r"clock protocol ntp", None),
    (r"irf mac-address persistent (?:always|timer)", None),
    (r"irf auto-update enable", None),
    (r"irf member (\d+) priority (\d+)", "irf_priority"),
    (r"irf-port (\d)/([12])", "irf_port"),
    (r"lldp global enable", None),
    (r"stp mode (?:mstp|rstp|stp|pvst)", None),
    (r"stp global enable", None),
    (r"stp instance \d+ priority (\d+)", "stp_priority"),
    (r"stp (?:instance 0 )?root (?:primary|secondary)", None),
    (r"stp bpdu-protection", None),
    (r"stp region-configuration", "region"),
    (r"dhcp snooping enable(?: vlan " + LIST + ")?", None),
    (r"loopback-detection global enable vlan (?:all|" + LIST + ")", None),
    (r"loopback-detection global action (?:shutdown|block|no-learning)", None),
    (r"port-security enable", "port_security_on"),
    (r"dot1x", "dot1x_on"),
    (r"dot1x authentication-method (?:eap|chap|pap)", None),
    (r"dot1x timer [a-z-]+ \d+", None),
    (r"dot1x retry \d+", None),
    (r"mac-authentication", "mac_on"),
    (r"mac-authentication domain (" + WORD + ")", "uses_domain"),
    (r"mac-authentication timer [a-z-]+ \d+", None),
    (r"mac-authentication user-name-format mac-address(?: with(?:out)?-hyphen)?(?: (?:lower|upper)case)?", None),
    (r"dns server (" + ADDRESS + ")", "an_address"),
    (r"ipv6 dns server (" + ADDRESS6 + ")", "an_address6"),
    (r"dns domain " + WORD, None),
    (r"ntp-service enable", None),
    (r"ntp-service unicast-server (" + ADDRESS + ")", "an_address"),
    (r"ntp-service ipv6 unicast-server (" + ADDRESS6 + ")", "an_address6"),
    (r"info-center loghost (" + ADDRESS + r")(?: port \d+)?(?: facility local[0-7])?", "an_address"),
    (r"snmp-agent", None),
    (r"snmp-agent sys-info version (?:v1|v2c|v3|v2c v3|all)", None),
    (r"snmp-agent sys-info (?:location|contact) " + LINE, None),
    (r"snmp-agent community read (?:simple |cipher )?" + WORD, None),
    (r"snmp-agent group v3 (" + WORD + r") (?:privacy|authentication)(?: acl (\d+))?(?: acl ipv6 (\d+))?", "snmp_group"),
    (r"snmp-agent usm-user v3 " + WORD + " (" + WORD + ") (?:simple|cipher) authentication-mode sha " + WORD +
     "(?: privacy-mode aes128 " + WORD + r")?(?: acl (\d+))?(?: acl ipv6 (\d+))?", "snmp_user"),
    (r"snmp-agent target-host trap address udp-domain (" + ADDRESS + ") params securityname " + WORD +
     r" v3 privacy", "an_address"),
    (r"snmp-agent trap enable", None),
    (r"ssh server enable", None),
    (r"ssh server acl (\d+)", "uses_acl"),
    (r"acl (?:basic|number) (2\d\d\d)", "acl"),
    (r"radius dynamic-author server", "dynamic_author"),
    (r"ssh user (" + WORD + ") service-type stelnet authentication-type password", "ssh_user"),
    (r"undo (?:ip https?|telnet server) enable", None),
    (r"ip route-static 0\.0\.0\.0 0 (" + ADDRESS + ")", "gateway"),
    (r"vlan (\d+)", "vlan"),
    (r"vlan (\d+) to (\d+)", "vlans"),
    (r"radius scheme (" + WORD + ")", "radius"),
    (r"domain (" + WORD + ")", "domain"),
    (r"domain default enable (" + WORD + ")", "uses_domain"),
    (r"local-user (" + WORD + ") class manage", "user"),
    (r"line (?:vty \d+ \d+|aux \d+|console \d+|class (?:vty|aux|console))", "line"),
    (r"header (?:login|motd|legal|shell) %[^%]*%", None),
    (r"interface (" + PHYSICAL + ")", "port"),
    (r"interface (Bridge-Aggregation\d+)", "aggregate"),
    (r"interface Vlan-interface(\d+)", "svi"),
    (r"interface NULL0", "nothing_below"),
]

PORT = [
    (r"port link-mode bridge", None),
    (r"description (" + LINE + ")", "description"),
    (r"port link-type (access|trunk|hybrid)", "link_type"),
    (r"port access vlan (\d+)", "access"),
    (r"undo port trunk permit vlan 1", "not_vlan_1"),
    (r"port trunk permit vlan (" + LIST + ")", "permit"),
    (r"port trunk pvid vlan (\d+)", "trunk_pvid"),
    (r"undo port hybrid vlan 1", "not_vlan_1_hybrid"),
    (r"port hybrid vlan (" + LIST + ") (tagged|untagged)", "hybrid"),
    (r"port hybrid pvid vlan (\d+)", "hybrid_pvid"),
    (r"mac-vlan enable", "mac_vlan"),
    (r"undo voice-vlan mode auto", None),
    (r"voice-vlan (\d+) enable", "voice"),
    (r"lldp tlv-enable med-tlv network-policy (\d+)", "voice_policy"),
    (r"undo lldp enable", None),
    (r"stp edged-port", "edge"),
    (r"stp port bpdu-protection enable", None),
    (r"stp (?:root|loop)-protection", None),
    (r"(?:broadcast|multicast|unicast)-suppression (?:pps \d+|kbps \d+|\d+(?:\.\d+)?)", None),
    (r"loopback-detection enable vlan (?:all|" + LIST + ")", None),
    (r"loopback-detection action (?:shutdown|block|no-learning)", None),
    (r"dhcp snooping trust", None),
    (r"port-security port-mode (?:userlogin-secure-or-mac(?:-ext)?|userlogin(?:-secure(?:-ext)?)?|mac-authentication)",
     "port_security"),
    (r"port-security max-mac-count \d+", None),
    (r"port-security intrusion-mode (?:blockmac|disableport|disableport-temporarily)", None),
    (r"dot1x", "dot1x"),
    (r"undo dot1x (?:handshake|multicast-trigger)", None),
    (r"dot1x (?:unicast-trigger|re-authenticate|port-method (?:macbased|portbased)|max-user \d+)", None),
    (r"dot1x (?:guest-vlan|auth-fail vlan) (\d+)", "fallback"),
    (r"dot1x critical vlan (\d+)", "critical"),
    (r"dot1x mandatory-domain (" + WORD + ")", "uses_domain"),
    (r"mac-authentication", "mac"),
    (r"mac-authentication (?:max-user \d+|host-mode multi-vlan|re-authenticate)", None),
    (r"mac-authentication guest-vlan (\d+)", "fallback"),
    (r"mac-authentication critical vlan (\d+)", "critical"),
    (r"mac-authentication domain (" + WORD + ")", "uses_domain"),
    (r"(?:mac-authentication|dot1x) re-authenticate server-unreachable keep-online", None),
    (r"poe enable", "poe"),
    (r"undo poe enable", None),
    (r"poe priority (?:low|high|critical)", None),
    (r"poe max-power \d+", None),
    (r"speed (?:auto|10|100|1000)", None),
    (r"duplex (?:auto|full|half)", None),
    (r"jumboframe enable \d+", None),
    (r"undo shutdown", None),
    (r"shutdown", "shutdown"),
]
# Of the vendor's manuals, not tried on a device: access lists, ARP detection, dynamic authorisation, IPv6.
PORT += [
    (r"arp detection trust", None),
    (r"(?:voice-vlan )?qos trust(?: dscp| dot1p)?", None),
    (r"dhcp snooping binding record", None),
]
TOP += [
    (r"undo voice-vlan security enable", None),
    (r"info-center loghost source Vlan-interface(\d+)", "uses_svi"),
    (r"info-center source default loghost level (?:informational|notification|warning|error|debugging)", None),
    (r"info-center loghost ipv6 (" + ADDRESS6 + r")(?: port \d+)?", "an_address6"),
    (r"undo snmp-agent sys-info version (?:v1|v2c|v1 v2c)", None),
    (r"acl ipv6 (?:basic|number) (2\d\d\d)", "acl6"),
    (r"ssh server ipv6 acl ipv6 (\d+)", "uses_acl6"),
    (r"public-key peer (" + WORD + ")", "peer"),
    (r"ssh user (" + WORD + ") service-type stelnet authentication-type (?:any|publickey|password-publickey)"
     " assign publickey (" + WORD + ")", "ssh_user_key"),
]
MEMBER = PORT + [(r"port link-aggregation group (\d+)", "member")]
AGGREGATE = PORT + [(r"link-aggregation mode dynamic", "dynamic")]

SVI = [
    (r"description " + LINE, None),
    (r"ip address (" + ADDRESS + ") (" + ADDRESS + ")", "svi_address"),
    (r"undo ip address", None),
    (r"ipv6 address (" + ADDRESS6 + r")[/ ](\d+)", "svi_address6"),
    (r"(?:undo )?shutdown", None),
]
VLAN = [(r"name (" + LINE + ")", "vlan_name"), (r"description (" + LINE + ")", "vlan_description"),
        (r"arp detection enable", None)]
ACL = [(r"description " + LINE, None),
       (r"rule(?: \d+)? permit source (" + ADDRESS + r") (?:0|" + ADDRESS + ")", "an_address"),
       (r"rule(?: \d+)? deny(?: source any)?", None)]
ACL6 = [(r"rule(?: \d+)? permit source (" + ADDRESS6 + r") \d+", "an_address6"),
        (r"rule(?: \d+)? deny(?: source any)?", None)]
PEER = [(r"public-key-code (?:begin|end)", None), (r"[0-9A-Fa-f]{2,}", None), (r"peer-public-key end", None)]
AUTHOR = [(r"client ipv6 (" + ADDRESS6 + ") key (?:simple|cipher) " + WORD, "an_address6"),
          (r"client ip (" + ADDRESS + ") key (?:simple|cipher) " + WORD, "an_address"), (r"port \d+", None)]
REGION = [(r"region-name " + WORD, None), (r"revision-level \d+", None), (r"active region-configuration", None),
          (r"instance \d+ vlan " + LIST, None)]
RADIUS = [(r"(?:primary|secondary) (?:authentication|accounting) (" + ADDRESS + r")(?: \d+)?"
           r"(?: key (?:simple|cipher) " + WORD + ")?", "an_address"),
          (r"(?:primary|secondary) (?:authentication|accounting) ipv6 (" + ADDRESS6 + ")", "an_address6"),
          (r"key (?:authentication|accounting) (?:simple|cipher) " + WORD, None),
          (r"user-name-format (?:without|with)-domain", None), (r"nas-ip (" + ADDRESS + ")", "an_address"),
          (r"timer [a-z-]+ \d+(?: \d+)?", None), (r"retry \d+", None)]
DOMAIN = [(r"(?:authentication|authorization|accounting) lan-access radius-scheme (" + WORD + ")(?: local)?(?: none)?",
           "uses_radius"),
          (r"(?:authentication|authorization|accounting) (?:lan-access|login|default) (?:local none|none|local)", None)]
USER = [(r"password (?:hash \$h\$6\$[!-~]+|simple " + WORD + ")", None), (r"service-type (?:ssh|terminal)(?: terminal)?",
        None), (r"authorization-attribute user-role (?:network-admin|network-operator|level-\d+)", None)]
CONSOLE = [(r"authentication-mode (?:scheme|password|none)", None), (r"protocol inbound ssh", None),
           (r"user-role (?:network-admin|network-operator)", None), (r"idle-timeout \d+ \d+", None),
           (r"set authentication password (?:simple|hash) " + WORD, None), (r"acl (\d+) inbound", "uses_acl")]
IRF = [(r"port group interface (" + PHYSICAL + ")(?: mode (?:enhanced|extended|normal))?", "irf_member")]
