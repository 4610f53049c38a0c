package models

// Watchers are those who have pages open. Each may also read what is for those before them.
type Watchers int

// The watchers: everybody, confirmed attendees in the room, the screens of the stage, who runs the room.
const (
	ForEverybody Watchers = iota + 1
	ForRoom
	ForStage
	ForModerators
)

// Change tells open pages of an event that a part of them is not as it was. It never says what one of its watchers may
// not read.
type Change struct {
	EventID  string
	Watchers Watchers
	// Part names what changed, as in "votes".
	Part string
	// Key is the row whose number changed, where the part is one of numbers.
	Key string
	// Data is what changed. Without it, pages ask for the part.
	Data any
	// Passing says that Data is worth nothing a moment later, as what somebody types: it is not kept for pages that come
	// back from a break, and is dropped rather than sent late.
	Passing bool
}

// OnChange sets the function to call with each change after it was committed. Call it before the database is used.
func (db *DB) OnChange(tell func(Change)) { db.tellChange = tell }

// Tell tells open pages of a change that nobody wrote, as when time has passed.
func (db *DB) Tell(c Change) { db.tellChange(c) }

// Tell tells open pages of a change once it is committed.
func (tx *Tx) Tell(c Change) { tx.AfterCommit(func() { tx.db.tellChange(c) }) }

// Tell tells open pages of a change once it is committed.
func (w *SingleWrite) Tell(c Change) { w.tx.Tell(c) }

// The parts that change.
const (
	PartVoices        = "voices"   // what attendees say
	PartVotes         = "votes"    // numbers, by voice
	PartQueue         = "queue"    // what waits for moderators
	PartPoll          = "poll"     // which polls are open, and what they show
	PartAnswers       = "answers"  // numbers, by poll
	PartPresence      = "presence" // a number: the people in the room
	PartRoom          = "room"     // whether it is open
	PartStream        = "stream"   // where it is, and how it is shown
	PartAgenda        = "agenda"
	PartStage         = "stage" // what the screens show
	PartPromises      = "promises"
	PartWord          = "word" // the word of attendance that may be given
	PartMap           = "consensus"
	PartCaptions      = "captions"      // lines of what is said, also while they are typed
	PartSeats         = "captionseats"  // who types them now
	PartAnnouncements = "announcements" // what staff tell people
	PartDoors         = "doors"         // who passes them, and how the devices are
)

// ChangedPresence says that somebody came into the live room of an event, or left.
func ChangedPresence(eventID string) Change {
	return Change{EventID: eventID, Watchers: ForRoom, Part: PartPresence}
}

// ChangedMap says that the consensus map of an event is another one: somebody answered, or a round began or ended. It
// says neither who nor what.
func ChangedMap(eventID string) Change {
	return Change{EventID: eventID, Watchers: ForRoom, Part: PartMap}
}

// ChangedDoors says that somebody passed a door of an event, or that a device is not as it was.
func ChangedDoors(eventID string) Change {
	return Change{EventID: eventID, Watchers: ForModerators, Part: PartDoors}
}

// partOf are the parts that activities change.
var partOf = map[ActivityKind]string{
	ActivitySessionChanged: PartAgenda, ActivitySessionCancelled: PartAgenda, ActivitySessionRestored: PartAgenda,
	ActivitySessionDeleted: PartAgenda, ActivityEventChanged: PartRoom, ActivityEventCancelled: PartRoom,
	ActivityEventPostponed: PartRoom,
}

// tellOf tells open pages of an activity that changes them.
func (tx *Tx) tellOf(a *Activity) {
	switch a.Kind { //nolint:exhaustive // the others move nobody
	case ActivityAdmitted, ActivityLeft, ActivityCheckInUndone:
		tx.Tell(ChangedDoors(*a.EventID))
	}
	if part, ok := partOf[a.Kind]; ok && a.EventID != nil {
		tx.Tell(Change{EventID: *a.EventID, Watchers: ForEverybody, Part: part})
	}
}
