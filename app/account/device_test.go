package account

import "testing"

func TestDeviceOf(t *testing.T) {
	const webkit = " AppleWebKit/605.1.15 (KHTML, like Gecko) "
	const chrome = " AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 "
	for agent, want := range map[string]Device{
		"Mozilla/5.0 (Linux; Android 15; Pixel 9)" + chrome + "Mobile Safari/537.36": {"Chrome", "Android"},
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X)" + webkit + "Version/18.6 Mobile Safari/604.1": {
			"Safari", "iPhone",
		},
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64)" + chrome + "Safari/537.36 Edg/140.0.0.0": {"Edge", "Windows"},
		"curl/8.5": {},
	} {
		t.Run(want.Browser+" on "+want.System, func(t *testing.T) { expectEqual(t, "device", DeviceOf(agent), want) })
	}
}
