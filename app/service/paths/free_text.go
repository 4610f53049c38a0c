package paths

// FreeTexts is what people wrote in a survey, as staff read it.
type FreeTexts string

// FreeTexts shows the words of its free texts.
func (p Survey) FreeTexts() FreeTexts { return FreeTexts(p) + "/texts" }

// Contacts shows the texts that may lead to a person.
func (p FreeTexts) Contacts() string { return string(p) + "/contacts" }

// Codes is the codebook.
func (p FreeTexts) Codes() string { return string(p) + "/codes" }

// CodesXLSX is the codebook with its counts, as a file.
func (p FreeTexts) CodesXLSX() string { return string(p) + "/codes.xlsx" }

// Coding gives codes to texts.
func (p FreeTexts) Coding() string { return string(p) + "/coding" }

// Groups shows the texts that are alike.
func (p FreeTexts) Groups() string { return string(p) + "/groups" }
