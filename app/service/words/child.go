package words

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime/debug"
	"time"
)

const (
	// mostBytes is how large a request and an answer may be.
	mostBytes = 16 << 20
	// longest is how long counting may take, in the child and for who waits.
	longest = 20 * time.Second
	// mostMemory is what the child's memory is held to.
	mostMemory = 400 << 20
)

// Child counts in a process of its own, so that the dictionary's memory is given back. One runs at a time.
type Child struct {
	// Command is the program and its arguments: it must call Serve. Without one, words are counted in this process.
	Command []string
	busy    chan struct{}
}

// NewChild makes a Child of the command.
func NewChild(command []string) *Child { return &Child{command, make(chan struct{}, 1)} }

var errTooLarge = errors.New("these are too many texts to count words of")

// Count counts words. Errors: that of ctx, what went wrong in the child, texts of more than 16 MB.
func (c *Child) Count(ctx context.Context, r *Request) ([]Word, error) {
	select {
	case c.busy <- struct{}{}:
		defer func() { <-c.busy }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if len(c.Command) == 0 {
		return Count(r)
	}
	request, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	if len(request) > mostBytes {
		return nil, errTooLarge
	}
	answer, err := c.run(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("counting words: %w", err)
	}
	var list []Word
	err = json.Unmarshal(answer, &list)
	return list, err
}

func (c *Child) run(ctx context.Context, request []byte) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	command := exec.CommandContext(ctx, c.Command[0], c.Command[1:]...) //nolint:gosec // our own binary
	var complaint limited
	answer := limited{most: mostBytes}
	complaint.most = 4 << 10
	command.Stdin, command.Stdout, command.Stderr = bytes.NewReader(request), &answer, &complaint
	command.Env = []string{"GOGC=off"} // it ends before it would pay; mostMemory still holds
	command.WaitDelay = time.Second
	release := dieWithParent(command)
	defer release()
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, complaint.Bytes())
	}
	return answer.Bytes(), nil
}

// limited takes no more than most bytes.
type limited struct {
	bytes.Buffer
	most int
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		return 0, errTooLarge
	}
	return l.Buffer.Write(p)
}

// Serve answers one request of a Child. It ends the process when it takes too long, as nobody waits any more.
func Serve(in io.Reader, out io.Writer) error {
	debug.SetMemoryLimit(mostMemory)
	time.AfterFunc(longest, func() { os.Exit(1) })
	var r Request
	if err := json.NewDecoder(io.LimitReader(in, mostBytes)).Decode(&r); err != nil {
		return err
	}
	list, err := Count(&r)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(list)
}
