package command

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"meguri/app/program"
)

type pingCommand struct{}

// Run asks the server on this machine whether it is ready. The container uses it as its health check, because its image
// has no other program.
func (pingCommand) Run(ctx context.Context, config *program.Config, out io.Writer) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+ownAddress(config.Addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", request.URL, response.Status)
	}
	fmt.Fprintln(out, "ready")
	return nil
}

// ownAddress returns the address at which this machine reaches a server that listens on an address. 0.0.0.0 and [::] do
// not work as a destination on every system.
func ownAddress(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
