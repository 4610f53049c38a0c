package federation_test

import (
	"os"
	"testing"

	"meguri/app/testkit/apptest"
)

func TestMain(m *testing.M) { os.Exit(apptest.Main(m)) }
