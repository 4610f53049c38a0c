package staff

import "testing"

func TestAfterSigningInOneStaysOnTheStaffPages(t *testing.T) {
	for next, want := range map[string]string{
		"":                                "/staff",
		"/staff":                          "/staff",
		"/staff/events/e/people?q=a":      "/staff/events/e/people?q=a",
		"/":                               "/staff",
		"https://other.example/staff":     "/staff",
		"//other.example":                 "/staff",
		"/staff\\other.example":           "/staff",
		"/staff\r\nLocation: //x.example": "/staff",
	} {
		if got := localPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
