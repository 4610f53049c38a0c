package web

import (
	"maps"
	"slices"
	"testing"
)

// Yellow says that whoever reads it has something to do: docs/design.md, 22.
func TestYellowStatesWaitForTheirReader(t *testing.T) {
	waiting := []string{
		"closing.waits",         // show thanks or hold them, publish or not
		"event.offer_few",       // register now
		"event.state_draft",     // publish it
		"event.state_postponed", // set new dates
		"hours.waits",           // approve them
		"import.state_checked",  // begin it
		"import.state_uploaded", // name its columns
		"meeting.state_read",    // say who is who
		"offer.waits",           // answer them
		"survey.state_draft",    // open it
	}
	yellow := slices.DeleteFunc(slices.Sorted(maps.Keys(badges)), func(text string) bool { return badges[text] != "warn" })
	if !slices.Equal(yellow, waiting) {
		t.Errorf("yellow are %q; of each say here what its reader has to do", yellow)
	}
	if badges["event.state_published"] != "ok" {
		t.Error("what is published is as it should be")
	}
}
