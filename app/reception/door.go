package reception

// An event without doors of its own has one, which is called main.
const (
	mainDoor = "main"
	maxDoor  = 60 // characters of a slug
)
