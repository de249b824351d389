package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// round is what one round of one side gave.
type round struct {
	perSecond float64
	p50       time.Duration
}

// asker is one connection. It is thinner than http.Client, so that the side and not the bench is measured.
type asker struct {
	conn   net.Conn
	reader *bufio.Reader
	host   string
}

func (s side) dial(ctx context.Context) (*asker, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.address)
	if err != nil {
		return nil, err
	}
	return &asker{conn, bufio.NewReaderSize(conn, 64<<10), s.address}, nil
}

// ask sends a question and hands the body to sink. No compression is asked for.
func (a *asker) ask(q question, sink io.Writer) (status int, err error) {
	if _, err := io.WriteString(a.conn, "GET "+string(q)+" HTTP/1.1\r\nHost: "+a.host+"\r\n\r\n"); err != nil {
		return 0, err
	}
	resp, err := http.ReadResponse(a.reader, nil)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	_, err = io.Copy(sink, resp.Body)
	return resp.StatusCode, err
}

// get asks one question on a connection of its own.
func (s side) get(ctx context.Context, path string) (status int, body []byte, err error) {
	a, err := s.dial(ctx)
	if err != nil {
		return 0, nil, err
	}
	defer a.conn.Close() //nolint:errcheck // read to its end
	var b sliceWriter
	status, err = a.ask(question(path), &b)
	return status, b, err
}

type sliceWriter []byte

func (w *sliceWriter) Write(p []byte) (int, error) {
	*w = append(*w, p...)
	return len(p), nil
}

// load asks a side without a pause on several connections; each begins at another of the questions. An answer other than
// 200 is an error.
func (s side) load(ctx context.Context, questions []question, connections int, length time.Duration) (round, error) {
	if len(questions) == 0 {
		return round{}, errors.New("no questions")
	}
	var (
		mu     sync.Mutex
		took   []time.Duration
		failed error
		wait   sync.WaitGroup
	)
	began := time.Now()
	for i := range connections {
		wait.Go(func() {
			mine, err := s.keepAsking(ctx, questions, i*len(questions)/connections, began.Add(length))
			mu.Lock()
			defer mu.Unlock()
			took, failed = append(took, mine...), cmp.Or(failed, err)
		})
	}
	wait.Wait()
	if failed != nil {
		return round{}, fmt.Errorf("%s: %w", s.address, failed)
	}
	slices.Sort(took)
	return round{float64(len(took)) / time.Since(began).Seconds(), took[len(took)/2]}, nil
}

func (s side) keepAsking(ctx context.Context, questions []question, from int, until time.Time) (took []time.Duration, err error) {
	a, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	defer a.conn.Close() //nolint:errcheck // read to its end
	for i := from; ; i++ {
		began := time.Now()
		if began.After(until) {
			return took, ctx.Err()
		}
		q := questions[i%len(questions)]
		status, err := a.ask(q, io.Discard)
		if err != nil || status != http.StatusOK {
			return nil, fmt.Errorf("%s answered %d: %w", q, status, cmp.Or(err, errors.New("not 200")))
		}
		took = append(took, time.Since(began))
	}
}
