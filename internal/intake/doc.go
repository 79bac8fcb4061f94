// Package intake cleans what strangers send: text that was typed and files that
// were uploaded. It stores nothing and knows no noun; application and finding
// call it before they keep anything.
package intake
