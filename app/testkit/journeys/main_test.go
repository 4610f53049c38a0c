// Package journeys_test uses the program, which serves the demo, as people do, in a real Chromium. It also examines
// every page and every mail. It takes minutes: -run picks a journey, see docs/development.md.
package journeys_test

import (
	"os"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }
