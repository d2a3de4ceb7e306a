package subject

import "fmt"

var scenarios = map[string]func(p Package){}

func init() { fmt.Sprint() }
