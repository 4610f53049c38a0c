package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"sync"

	"github.com/gorilla/websocket"
)

// serveBareHub is the least that can tell everybody: it keeps nothing and knows nobody. It runs in a process of its
// own, as the program does, until its standard input ends.
func serveBareHub() error {
	var mutex sync.Mutex
	members := map[chan *websocket.PreparedMessage]bool{}
	upgrader := websocket.Upgrader{WriteBufferPool: &sync.Pool{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /listen", func(w http.ResponseWriter, r *http.Request) {
		socket, err := upgrader.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = socket.Close() }()
		mine := make(chan *websocket.PreparedMessage, 256)
		mutex.Lock()
		members[mine] = true
		mutex.Unlock()
		for message := range mine {
			if socket.WritePreparedMessage(message) != nil {
				break
			}
		}
		mutex.Lock()
		delete(members, mine)
		mutex.Unlock()
	})
	mux.HandleFunc("POST /say", func(_ http.ResponseWriter, r *http.Request) {
		data, _ := io.ReadAll(r.Body)
		message, err := websocket.NewPreparedMessage(websocket.TextMessage, data)
		if err != nil {
			return
		}
		mutex.Lock()
		defer mutex.Unlock()
		for member := range members {
			select {
			case member <- message:
			default: // too slow
			}
		}
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // on this machine
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stdout, listener.Addr())
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); os.Exit(0) }()
	return http.Serve(listener, mux)
}

// startBareHub starts this program as a hub, and returns its address.
func startBareHub(ctx context.Context) (address string, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(ctx, self, "-bare-hub")
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		return "", nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := command.Start(); err != nil {
		return "", nil, err
	}
	if _, err := fmt.Fscanln(out, &address); err != nil {
		return "", nil, err
	}
	return address, func() { _ = in.Close(); _ = command.Wait() }, nil
}
