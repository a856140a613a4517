// Another client of the result cache: cnitool's verbs by libcni itself, in the version that the distribution packages for
// developers. Beside them "forget", which detaches with what the cache knows and nothing else.
package main

import (
	"context"
	"crypto/sha512"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/containernetworking/cni/libcni"
)

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func main() {
	verb, name, netns := os.Args[1], os.Args[2], os.Args[3]
	ctx := context.Background()
	cni := libcni.NewCNIConfig(strings.Split(os.Getenv("CNI_PATH"), ":"), nil)
	hash := sha512.Sum512([]byte(netns))
	attachment := &libcni.RuntimeConf{
		ContainerID: fmt.Sprintf("cnitool-%x", hash[:10]),
		NetNS:       netns,
		IfName:      "eth0",
	}
	if args := os.Getenv("CAP_ARGS"); args != "" {
		check(json.Unmarshal([]byte(args), &attachment.CapabilityArgs))
	}
	if verb == "forget" {
		config, cached, err := cni.GetNetworkListCachedConfig(&libcni.NetworkConfigList{Name: name}, attachment)
		check(err)
		list, err := libcni.ConfListFromBytes(config)
		check(err)
		check(cni.DelNetworkList(ctx, list, cached))
		return
	}
	list, err := libcni.LoadConfList(os.Getenv("NETCONFPATH"), name)
	check(err)
	switch verb {
	case "add":
		result, err := cni.AddNetworkList(ctx, list, attachment)
		check(err)
		check(result.Print())
	case "check":
		check(cni.CheckNetworkList(ctx, list, attachment))
	case "del":
		check(cni.DelNetworkList(ctx, list, attachment))
	}
}
