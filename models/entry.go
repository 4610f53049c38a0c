package models

// EntryWay is the way by which a person asked staff to register them.
type EntryWay string

// The ways.
const (
	EntryOwn   EntryWay = "" // by themselves
	EntryPhone EntryWay = "phone"
	EntryFax   EntryWay = "fax"
	EntryPost  EntryWay = "post"
	EntryEmail EntryWay = "email"
	EntryDoor  EntryWay = "door"
	EntryOther EntryWay = "other"
	// EntryWalkIn is that of who came without a registration and was let in at a door.
	EntryWalkIn EntryWay = "walk_in"
	// EntryList is that of who stood in a list that staff imported.
	EntryList EntryWay = "list"
	// EntrySeries is that of who wanted to be registered for the next event of a series.
	EntrySeries EntryWay = "series"
)

// EntryWays are those that staff choose from.
var EntryWays = []EntryWay{EntryPhone, EntryFax, EntryPost, EntryEmail, EntryDoor, EntryOther}

// AllEntryWays are those by which anybody came but by themselves, walk-ins first.
var AllEntryWays = append([]EntryWay{EntryWalkIn, EntryList, EntrySeries}, EntryWays...)

// namesake begins the EmailKey of who has no address and shares a name with somebody else who has none.
const namesake = "namesake:"

// SetNamesake makes the registration that of another person than the one with the same name who has no address either.
func (r *Registration) SetNamesake() { r.EmailKey = namesake + NewAnonymousID() }
