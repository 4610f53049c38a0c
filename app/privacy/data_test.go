package privacy

import (
	"reflect"
	"testing"

	"meguri/models"
)

// The file has all that is held, under names of its own where these differ.
func TestTheFileHasAllThatIsHeld(t *testing.T) {
	names := map[string]string{
		"Presences": "Online", "Activities": "History", "Audits": "ByStaff", "Invited": "Invitation",
		"Affiliations": "Register",
	}
	for field := range reflect.TypeFor[models.Held]().Fields() {
		name := field.Name
		if other := names[name]; other != "" {
			name = other
		}
		if _, isThere := reflect.TypeFor[File]().FieldByName(name); !isThere {
			t.Errorf("the file has nothing of %s", field.Name)
		}
	}
}
