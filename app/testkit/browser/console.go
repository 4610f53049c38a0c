package browser

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// console has the errors of the browser's console.
type console struct {
	mu     sync.Mutex
	errors []string
	// offline says that the network is cut on purpose.
	offline bool
}

func (c *console) note(event any) {
	text := ""
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			for _, argument := range e.Args {
				text += fmt.Sprint(string(argument.Value), argument.Description, " ")
			}
		}
	case *runtime.EventExceptionThrown:
		text = e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError && !isOnPurpose(e.Entry.Text) &&
			!strings.HasSuffix(e.Entry.URL, "/favicon.ico") { // asked for where an answer is no page
			text = e.Entry.Text + " " + e.Entry.URL
		}
	}
	if text != "" {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.offline && strings.Contains(text, "net::ERR_") {
			return
		}
		c.errors = append(c.errors, "error in the console: "+text)
	}
}

// isOnPurpose reports whether an error is the status 422, which a form with faults gets, or follows from Offline.
func isOnPurpose(text string) bool {
	return strings.Contains(text, "status of 422") || strings.Contains(text, "ERR_INTERNET_DISCONNECTED")
}

// take returns the errors and forgets them.
func (c *console) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	errors := c.errors
	c.errors = nil
	return errors
}

func (c *console) check(t *testing.T, where string) {
	t.Helper()
	for _, text := range c.take() {
		t.Errorf("%s: %s", where, text)
	}
}
