package main

import (
	"bufio"
	"fmt"
	"net"
	"strconv"
	"strings"
)

// reader requests one page repeatedly over one connection. It does as little as HTTP allows: the client of net/http
// would take more processor time than the servers that are measured.
type reader struct {
	conn    net.Conn
	in      *bufio.Reader
	request []byte
}

func newReader(host, path, encoding string) (*reader, error) {
	conn, err := net.Dial("tcp", host) //nolint:noctx // on this machine
	if err != nil {
		return nil, err
	}
	request := "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n" +
		"Accept-Language: ja\r\nAccept-Encoding: " + encoding + "\r\n\r\n"
	return &reader{conn, bufio.NewReaderSize(conn, 64<<10), []byte(request)}, nil
}

// read reads the page once and returns its size.
func (r *reader) read() (int, error) {
	if _, err := r.conn.Write(r.request); err != nil {
		return 0, err
	}
	size := -1
	for number := 0; ; number++ {
		line, err := r.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		if number == 0 && !strings.HasPrefix(string(line), "HTTP/1.1 200 ") {
			return 0, fmt.Errorf("the answer is %q", line)
		}
		if len(line) <= 2 {
			break
		}
		const name = "content-length:"
		if len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name) {
			if size, err = strconv.Atoi(strings.TrimSpace(string(line[len(name):]))); err != nil {
				return 0, err
			}
		}
	}
	if size < 0 {
		return 0, fmt.Errorf("the answer has no length")
	}
	_, err := r.in.Discard(size)
	return size, err
}

// reading measures how many times per second 32 clients read a page.
func (b *bench) reading(host, path, encoding string) func() (float64, error) {
	return func() (float64, error) {
		readers := make([]*reader, readingClients)
		defer func() {
			for _, r := range readers {
				if r != nil {
					_ = r.conn.Close()
				}
			}
		}()
		for i := range readers {
			var err error
			if readers[i], err = newReader(host, path, encoding); err != nil {
				return 0, err
			}
		}
		return b.load(readingClients, func(n int) error {
			_, err := readers[n].read()
			return err
		})
	}
}
