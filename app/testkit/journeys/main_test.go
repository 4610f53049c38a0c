// Package journeys_test follows people through the program as it is served, with the demo in it, in a real Chromium;
// and it looks at every page and every mail there. Steps are written with app/testkit/browser. It takes minutes: -run
// picks a journey, see docs/development.md.
package journeys_test

import (
	"os"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }
