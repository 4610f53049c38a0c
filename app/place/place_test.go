package place_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"meguri/app/place"
	sessionplace "meguri/app/service/place"
	"meguri/models"
	"meguri/models/modelstest"
)
