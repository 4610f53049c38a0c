package reception

// mainDoor is the slug of the door of an event without doors.
const (
	mainDoor = "main"
	maxDoor  = 60 // characters of a slug
)
