package account

import "strings"

// Device is what a browser says of itself, in names that its owner knows. Empty parts are unknown.
type Device struct{ Browser, System string }

// The order matters: Edge also says Chrome, Chrome also says Safari, Android also says Linux.
var (
	browsers = [][2]string{
		{"Edg", "Edge"},
		{"OPR/", "Opera"},
		{"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"},
		{"FxiOS", "Firefox"},
		{"CriOS", "Chrome"},
		{"Chrome", "Chrome"},
		{"Safari", "Safari"},
	}
	systems = [][2]string{
		{"iPhone", "iPhone"},
		{"iPad", "iPad"},
		{"Android", "Android"},
		{"Windows", "Windows"},
		{"CrOS", "ChromeOS"},
		{"Mac OS X", "Mac"},
		{"Linux", "Linux"},
	}
)

// DeviceOf reads a User-Agent header (RFC 9110, section 10.1.5).
func DeviceOf(userAgent string) Device {
	return Device{first(browsers, userAgent), first(systems, userAgent)}
}

func first(names [][2]string, text string) string {
	for _, name := range names {
		if strings.Contains(text, name[0]) {
			return name[1]
		}
	}
	return ""
}
