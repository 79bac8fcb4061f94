// Package gateway speaks with partners over HTTP: the SOAP service of the CITES
// permit exchange at POST /epix/v2, its WSDL, and the client that asks others
// for permits. SOAP 1.1 and 1.2 are answered in the version of the request.
//
// It owns the envelope, the faults and the limits of the wire. It decides
// nothing about who may read what (see exchange) and knows no boxes (see
// epermit). Package app mounts the server and gives the client to exchange.
package gateway
