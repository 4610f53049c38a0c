package agenda

// Functions that are tested without a database.
var (
	ReadSpeakers  = readSpeakers
	WriteSpeakers = writeSpeakers
	NextInput     = nextInput
	NewDay        = newDay
	NewSlots      = newSlots
)
