package federation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"meguri/app/service/opendata"
	"meguri/app/service/signedfeed"
)

// However much there is to tell, the feed stays one that followers take, and what comes first is in it.
func TestAFeedIsNeverLargerThanFollowersTake(t *testing.T) {
	const origin = "https://here.example"
	starts := time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)
	ends := starts.Add(time.Hour)
	for name, n := range map[string]int{"long": 4800, "many": signedfeed.MostEntries + 5} {
		about := strings.Repeat("長", mostText)
		if name == "many" {
			about = "短い"
		}
		told := make([]signedfeed.Entry, n)
		for i := range told {
			id := fmt.Sprintf("%012d", n-i)
			told[i] = signedfeed.Entry{
				ID: "urn:uuid:00000000-0000-7000-8000-" + id, Kind: signedfeed.KindEvent, State: signedfeed.StatePublished,
				URL: origin + "/events/" + id, StartsAt: &starts, EndsAt: &ends, UpdatedAt: starts,
				Event: &opendata.GIFEvent{Name: "集い", Organizer: "会", Description: about},
			}
		}
		first := told[0].ID
		list, err := fitting(told, origin)
		if err != nil {
			t.Fatal(err)
		}
		content, err := signedfeed.Sign(&signedfeed.Feed{Origin: origin, Entries: list}, make([]byte, 64))
		if err != nil {
			t.Fatal(err)
		}
		if len(content) > signedfeed.MostBytes || len(list) > signedfeed.MostEntries || len(list) < 3000 || len(list) == n {
			t.Errorf("%s: %d entries in %d bytes", name, len(list), len(content))
		}
		if list[len(list)-1].ID != first {
			t.Errorf("%s: what comes first was left out", name)
		}
	}
}
