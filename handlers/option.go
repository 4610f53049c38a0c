package handlers

// Option is a choice of a select or of radio buttons. Text is in the person's language already.
type Option struct{ Value, Text string }
