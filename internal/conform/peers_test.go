package conform_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aio2go/aio2go/internal/conform"
	"github.com/aio2go/aio2go/internal/gobatch"
)

// peer makes the command of one end of a connection.
type peer func(args ...string) *exec.Cmd

// peers returns the built program testdata/peer.py and CPython running it, nil where
// there is none.
func peers(t *testing.T) (built, python peer, dir string) {
	t.Helper()
	source, err := os.ReadFile("testdata/peer.py")
	if err != nil {
		t.Fatal(err)
	}
	batch, err := gobatch.Build(t.TempDir(), []gobatch.Source{{Name: "peer", Main: "peer.py", Files: map[string]string{"peer.py": string(source)}}}, gobatch.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if dir, err = filepath.Abs("testdata"); err != nil {
		t.Fatal(err)
	}
	built = func(args ...string) *exec.Cmd {
		command := batch.Command("peer", conform.DefaultVersion, args...)
		return exec.Command(command[0], command[1:]...)
	}
	py, err := conform.FindPython(conform.DefaultVersion)
	if err != nil {
		if os.Getenv("AIO2GO_REQUIRE_PYTHON") != "" {
			t.Fatal(err)
		}
		return built, nil, dir
	}
	return built, func(args ...string) *exec.Cmd {
		return exec.Command(py.Path, append([]string{filepath.Join(dir, "peer.py")}, args...)...)
	}, dir
}

// serve starts a server, which ends with the test, and returns its address.
func serve(t *testing.T, p peer, env []string, kind, dir, address string) string {
	t.Helper()
	cmd := p("serve", kind, dir, address)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		timer := time.AfterFunc(10*time.Second, func() { _ = cmd.Process.Kill() })
		defer timer.Stop()
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	return strings.TrimSpace(line)
}

func output(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	timer := time.AfterFunc(30*time.Second, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, stderr.String())
	}
	return string(out)
}

// pollers are the environments that choose the loop's poller.
var pollers = map[string][]string{"native": nil, "portable": {"AIO2GO_POLLER=portable"}}

// TestPeers connects built programs with CPython's asyncio, each as server and as client.
func TestPeers(t *testing.T) {
	built, python, dir := peers(t)
	if python == nil {
		t.Skip("no CPython to talk to")
	}
	for _, kind := range []string{"tcp", "unix", "udp", "tls"} {
		address := func() string { return filepath.Join(t.TempDir(), "socket") }
		want := output(t, python("client", kind, dir, serve(t, python, nil, kind, dir, address())))
		for poller, env := range pollers {
			t.Run(kind+"/"+poller+"/server", func(t *testing.T) {
				if got := output(t, python("client", kind, dir, serve(t, built, env, kind, dir, address()))); got != want {
					t.Errorf("got\n%swant\n%s", got, want)
				}
			})
			t.Run(kind+"/"+poller+"/client", func(t *testing.T) {
				cmd := built("client", kind, dir, serve(t, python, nil, kind, dir, address()))
				cmd.Env = append(os.Environ(), env...)
				if got := output(t, cmd); got != want {
					t.Errorf("got\n%swant\n%s", got, want)
				}
			})
		}
	}
}

// TestTools connects curl and openssl with built programs.
func TestTools(t *testing.T) {
	built, _, dir := peers(t)
	cert := filepath.Join(dir, "cert.pem")
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("no curl")
	}
	t.Run("http", func(t *testing.T) {
		if got := output(t, exec.Command(curl, "-s", "http://127.0.0.1:"+serve(t, built, nil, "tcp", dir, "-")+"/")); got != "hello\n" {
			t.Errorf("curl got %q", got)
		}
	})
	t.Run("https", func(t *testing.T) {
		if got := output(t, exec.Command(curl, "-s", "--cacert", cert, "https://127.0.0.1:"+serve(t, built, nil, "tls", dir, "-")+"/")); got != "hello\n" {
			t.Errorf("curl got %q", got)
		}
	})
	t.Run("openssl", func(t *testing.T) {
		openssl, err := exec.LookPath("openssl")
		if err != nil {
			t.Skip("no openssl")
		}
		cmd := exec.Command(openssl, "s_client", "-quiet", "-verify_return_error", "-CAfile", cert, "-connect", "127.0.0.1:"+serve(t, built, nil, "tls", dir, "-"))
		cmd.Stdin = strings.NewReader("GET / HTTP/1.0\r\n\r\n")
		if got := output(t, cmd); !strings.HasSuffix(got, "hello\n") {
			t.Errorf("openssl got %q", got)
		}
	})
}
