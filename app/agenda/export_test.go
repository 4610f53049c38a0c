package agenda

// What tests look at without a database.
var (
	ReadSpeakers     = readSpeakers
	WriteSpeakers    = writeSpeakers
	LastsSeveralDays = lastsSeveralDays
	NextInput        = nextInput
)
