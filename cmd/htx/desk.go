package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"htxregistry/api"
)

// desk talks to one server with one key. A command sends all its attempts with one retry key, so that nothing happens twice.
type desk struct {
	client *api.Client
	json   bool
	out    io.Writer
	retry  string
}

func newDesk(server, key string, raw bool, out io.Writer) (*desk, error) {
	client, err := api.NewClient(server+"/v1", api.WithHTTPClient(&patient{next: &http.Client{Timeout: time.Minute}, pause: time.Sleep}),
		api.WithRequestEditorFn(func(_ context.Context, r *http.Request) error {
			if key != "" {
				r.Header.Set("Authorization", "Bearer "+key)
			}
			return nil
		}))
	if err != nil {
		return nil, err
	}
	return &desk{client: client, json: raw, out: out, retry: uuid.NewString()}, nil
}

var errUnreachable = errors.New("không kết nối được máy chủ")

// patient sends a request again when no answer came or the server asks to wait. It needs requests whose body can be sent
// twice, which the generated client's are.
type patient struct {
	next  *http.Client
	pause func(time.Duration)
}

const attempts = 5

// Do sends a request until it is answered, at most five times.
func (p *patient) Do(r *http.Request) (*http.Response, error) {
	for attempt := 1; ; attempt++ {
		if attempt > 1 && r.GetBody != nil {
			body, err := r.GetBody()
			if err != nil {
				return nil, err
			}
			r.Body = body
		}
		answer, err := p.whole(r)
		wait, again := waitFor(r, answer, err, attempt)
		if !again || attempt == attempts {
			if err != nil {
				return nil, fmt.Errorf("%w: %w", errUnreachable, err)
			}
			return answer, nil
		}
		if answer != nil {
			_ = answer.Body.Close()
		}
		p.pause(wait)
	}
}

// whole gives an answer that has arrived to its end: half of one is none.
func (p *patient) whole(r *http.Request) (*http.Response, error) {
	answer, err := p.next.Do(r) //nolint:gosec // the address is the one its user gave
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(answer.Body)
	if err = errors.Join(err, answer.Body.Close()); err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	return answer, nil
}

// waitFor tells whether to send again, and after how long. A change is sent again only under a retry key.
func waitFor(r *http.Request, answer *http.Response, err error, attempt int) (time.Duration, bool) {
	safe := r.Method == http.MethodGet || r.Header.Get("Idempotency-Key") != ""
	if !safe || r.Context().Err() != nil {
		return 0, false
	}
	pause := time.Duration(attempt*attempt) * 100 * time.Millisecond
	if err != nil {
		return pause, true
	}
	switch answer.StatusCode {
	case http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
		return time.Duration(seconds) * time.Second, err == nil && seconds <= 60
	}
	return 0, false
}

// answer is what the server said, read whole.
type answer struct {
	body []byte
	etag string
}

// read takes an answer, or the problem it is.
func read(resp *http.Response, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close() //nolint:errcheck // read to its end
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return answer{}, fmt.Errorf("%w: %w", errUnreachable, err)
	}
	if resp.StatusCode >= 400 {
		return answer{}, problemOf(resp.StatusCode, body)
	}
	return answer{body, resp.Header.Get("ETag")}, nil
}

// show prints the server's JSON for programs, or what people wants for people.
func show[T any](d *desk, a answer, people func(v T)) error {
	if d.json {
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, a.body, "", "  "); err != nil {
			return err
		}
		_, err := fmt.Fprintln(d.out, pretty.String())
		return err
	}
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		return fmt.Errorf("máy chủ trả lời lạ: %w", err)
	}
	people(v)
	return nil
}
