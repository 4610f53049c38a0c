package main

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// nginx serves the contents as files, and returns its host and port.
func (b *bench) nginx(files map[string][]byte) (host string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "nginx-")
	if err != nil {
		return "", nil, err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return "", nil, err
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		return "", nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(b.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return "", nil, err
	}
	config := fmt.Sprintf(`worker_processes 2; daemon off; pid %[1]s/pid; error_log %[1]s/error.log;
events { worker_connections 512; }
http { access_log off; default_type text/html; keepalive_requests 1000000; sendfile on;
  server { listen %[2]s; root %[1]s; } }`, dir, address)
	path := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(path, []byte(config), 0o600); err != nil {
		return "", nil, err
	}
	command := exec.CommandContext(b.ctx, "nginx", "-c", path, "-p", dir)
	if err := command.Start(); err != nil {
		return "", nil, fmt.Errorf("nginx: %w", err)
	}
	time.Sleep(300 * time.Millisecond)
	return address, func() {
		_ = command.Process.Signal(os.Interrupt)
		_ = command.Wait()
		_ = os.RemoveAll(dir)
	}, nil
}
