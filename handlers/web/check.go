package web

import (
	"fmt"
	"reflect"
	"text/template/parse"

	"meguri/models"
)

// check finds in a template what would otherwise fail, or be quietly false, only when a page is shown: permissions that
// do not exist, and names that no partial knows. It returns the names of the templates that are called.
func check(tree *parse.Tree) (calls []string, err error) {
	visit(tree.Root, func(node parse.Node) {
		switch n := node.(type) {
		case *parse.TemplateNode:
			calls = append(calls, n.Name)
		case *parse.CommandNode:
			if err == nil {
				err = checkCommand(n)
			}
		}
	})
	return calls, err
}

func checkCommand(command *parse.CommandNode) error {
	switch called(command.Args[0]) {
	case "Can":
		return checkPermission(command)
	case "dict":
		return checkNames(command)
	}
	return nil
}

// checkPermission demands that Can is asked for a permission that somebody can hold.
func checkPermission(command *parse.CommandNode) error {
	if len(command.Args) == 2 {
		if text, ok := command.Args[1].(*parse.StringNode); ok && models.Holds(models.Roles, models.Permission(text.Text)) {
			return nil
		}
	}
	return fmt.Errorf("%s: no such permission", command)
}

func checkNames(command *parse.CommandNode) error {
	for i := 1; i < len(command.Args); i += 2 {
		text, ok := command.Args[i].(*parse.StringNode)
		if !ok {
			return fmt.Errorf("%s: %s is no name", command, command.Args[i])
		}
		if _, ok := reflect.TypeFor[parts]().FieldByName(text.Text); !ok {
			return fmt.Errorf("%s: no partial knows %q", command, text.Text)
		}
	}
	return nil
}

// called is the name of the function or method that a command begins with.
func called(node parse.Node) string {
	var names []string
	switch n := node.(type) {
	case *parse.IdentifierNode:
		return n.Ident
	case *parse.FieldNode:
		names = n.Ident
	case *parse.VariableNode:
		names = n.Ident
	case *parse.ChainNode:
		names = n.Field
	}
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// visit calls do with a node and all below it.
func visit(node parse.Node, do func(parse.Node)) {
	if node == nil || reflect.ValueOf(node).IsNil() { // no else, no pipeline
		return
	}
	do(node)
	for _, child := range children(node) {
		visit(child, do)
	}
}

func children(node parse.Node) []parse.Node {
	switch n := node.(type) {
	case *parse.ListNode:
		return n.Nodes
	case *parse.ActionNode:
		return []parse.Node{n.Pipe}
	case *parse.IfNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	case *parse.RangeNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	case *parse.WithNode:
		return []parse.Node{n.Pipe, n.List, n.ElseList}
	case *parse.TemplateNode:
		return []parse.Node{n.Pipe}
	case *parse.PipeNode:
		list := make([]parse.Node, len(n.Cmds))
		for i, command := range n.Cmds {
			list[i] = command
		}
		return list
	case *parse.CommandNode:
		return n.Args
	case *parse.ChainNode:
		return []parse.Node{n.Node}
	}
	return nil
}
