// The reception page.
