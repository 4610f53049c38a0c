package agenda

// Functions that are tested without a database.
var (
	ReadSpeakers     = readSpeakers
	WriteSpeakers    = writeSpeakers
	LastsSeveralDays = lastsSeveralDays
	NextInput        = nextInput
)
