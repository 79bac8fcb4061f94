package gateway

import (
	"net/http"
	"strings"

	_ "embed"
)

//go:embed epix-v2.wsdl
var wsdlText string

// wsdlAddress stands in the file where the address of this service belongs.
const wsdlAddress = "http://localhost/epix/v2"

func (s *Server) wsdl(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/xml; charset=utf-8")
	body := strings.ReplaceAll(wsdlText, wsdlAddress, escaped(strings.TrimSuffix(s.Address, "/")+Path))
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write([]byte(body)) // the caller is gone: nobody to tell
}
