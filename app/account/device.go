package account

import "strings"

// Device is the browser and the system that a User-Agent header names. A part is "" where it is unknown.
type Device struct{ Browser, System string }

// In this order: the header of Edge also has Chrome, that of Chrome also Safari, that of Android also Linux.
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
