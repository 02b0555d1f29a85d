"""The table of contents: every command with what it does and examples, which the tests run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command. Its function is `glassgrad.cli.NAME:NAME`, imported when the command is given.

    `does` is one line; `more` what else one must know; `examples` are (what for, command line).
    """

    name: str
    does: str
    more: str = ""
    examples: tuple[tuple[str, str], ...]


COMMANDS = (
    Command(
        name="train",
        does="Train a network on a table.",
        more=(
            "The table is a CSV or Parquet file, or a data set that is there without a file: iris, wine, breast_cancer, diabetes, digits, "
            "moons, circles, spirals, xor. Every column is prepared for the network, and what was done to it is shown. "
            "With --save the run is kept in one file: for predicting, and for reading any of its steps."
        ),
        examples=(
            ("a shipped data set, and keep the run", "glassgrad train iris --save iris.glass"),
            ("your own table: which column is to be predicted", "glassgrad train flowers.csv --target species"),
            ("two hidden layers, another learning rate", "glassgrad train wine --hidden 32,16 --learning-rate 0.003"),
            ("no hidden layer: logistic regression", "glassgrad train moons --hidden none --optimizer gradient_descent"),
        ),
    ),
    Command(
        name="predict",
        does="Predict with a trained run; writes CSV.",
        more="Columns are found by name, in any order. The output has one line for each row, in the order of the rows.",
        examples=(
            ("on standard output", "glassgrad predict iris.glass flowers.csv"),
            ("into a file, with how sure the network is", "glassgrad predict iris.glass flowers.csv --probabilities --output said.csv"),
        ),
    ),
    Command(
        name="explain",
        does="Explain a formula with its numbers, or one step of a run.",
        more=(
            "A formula needs a value for each of its names. Of a run the first step is told unless --step says another: there the weights are "
            "as they were drawn and every gradient is large. A unit is named by layer and number: 1.0 is the first unit of the first layer."
        ),
        examples=(
            ("a formula", 'glassgrad explain "(a + b) * (b - c)" a=1 b=2 c=3'),
            ("with arrays", 'glassgrad explain "sum(A @ x)" "A=[[1, 2], [3, 4]]" "x=[5, 6]"'),
            ("a step of a run, quantity by quantity", "glassgrad explain iris.glass --step 1"),
            ("one unit for one row, every number written out", "glassgrad explain iris.glass --step 1 --row 0 --unit 1.0"),
            ("as a page for the browser", "glassgrad explain iris.glass --unit 1.0 --output step.html"),
        ),
    ),
    Command(
        name="draw",
        does="Draw a formula or a network.",
        more=(
            "A formula becomes its computational graph: values in blue on the way forward, gradients in vermilion on the way back. "
            "Of a run the diagram of the network is drawn, with a row going through it if --row says which; with --graph the computational graph of a step."
        ),
        examples=(
            ("a formula with its values and gradients", 'glassgrad draw "(a + b) * (b - c)" a=1 b=2 c=3'),
            ("every single operation", 'glassgrad draw "sigmoid(w*x + b)" w=0.5 x=2 b=-1 --level everything'),
            ("the network of a run, with row 100 of the data in it", "glassgrad draw iris.glass --row 100"),
            ("for Graphviz", 'glassgrad draw "x*y + sin(x)" --output graph.dot'),
        ),
    ),
    Command(
        name="plot",
        does="Plot a run: curves, boundaries, surfaces and more.",
        more=(
            "Without --kind: all kinds of pictures, with what each shows of this run and what can be chosen about it. "
            "The picture is written to a file named after the run and the kind, unless --output says another."
        ),
        examples=(
            ("what there is to see", "glassgrad plot iris.glass"),
            ("the loss, epoch by epoch", "glassgrad plot iris.glass --kind curves"),
            ("what the network says between the rows", "glassgrad plot iris.glass --kind boundary"),
            ("the loss around the path, as PNG", "glassgrad plot iris.glass --kind contours --output way.png"),
            ("the boundary as it is learnt, moving", "glassgrad plot iris.glass --kind learning --count 5"),
        ),
    ),
    Command(
        name="report",
        does="Write one page that tells everything about a run.",
        more=(
            "A summary in plain words, what was done to the data, curves, the network, how good it is, the loss around the path, the doctor's findings, "
            "and one step worked out. The page needs nothing beside it, and fetches nothing."
        ),
        examples=(
            ("the report, in iris.html", "glassgrad report iris.glass"),
            ("with another step worked out, elsewhere", "glassgrad report iris.glass --step 7 --row 3 --output told.html"),
        ),
    ),
    Command(
        name="doctor",
        does="Say what is wrong with a run, or before training.",
        more=(
            "Of a table, with the settings that train would get, everything is looked at that shows before training; nothing is written. "
            "Of a run, its steps, its losses and its weights too. Every finding comes with the numbers that show it, and with what to try."
        ),
        examples=(
            ("before training: data, settings, first weights, one step", "glassgrad doctor iris --learning-rate 0.01"),
            ("a run", "glassgrad doctor iris.glass"),
            ("for a program", "glassgrad doctor iris.glass --json"),
        ),
    ),
    Command(
        name="compare",
        does="Compare model families on a table.",
        more=(
            "Linear models, the neural network, trees and boosted trees, neighbours, Bayes and ensembles learn the same rows, prepared in the same way, "
            "and are judged on the same held-out ones: score and spread, times, what is kept of half of the rows and of all of them, where the knowledge is, "
            "and which one to take. With --explain each tells one prediction in its own terms; with --plot a picture is written. "
            "What does not fit, or is not installed, is left out with a note. Every row counts the same: there are no weights."
        ),
        examples=(
            ("two families, three folds", "glassgrad compare iris --families logistic_regression,decision_tree --folds 3"),
            ("one prediction in its own terms", "glassgrad compare iris --families decision_tree --explain 100"),
            ("your own table: which column is to be predicted", "glassgrad compare flowers.csv --target species --families decision_tree"),
            ("as a page for the browser, with pictures", "glassgrad compare moons --families decision_tree --folds 2 --output moons.html"),
            ("a picture: what each says between the rows", "glassgrad compare moons --families linear_svm --folds 2 --plot boundaries"),
            ("the numbers, for a program", "glassgrad compare wine --families decision_tree --json"),
        ),
    ),
    Command(
        name="derive",
        does="Derive a formula, rule by rule.",
        more=(
            "By every name in it, unless --by says which: one rule a line, the result made simple, and a check. With values the derivative is also computed. "
            "--order 2 goes on to the second derivatives."
        ),
        examples=(
            ("a derivative and its value", 'glassgrad derive "(x+2)**2" x=1'),
            ("only the rules", 'glassgrad derive "x^2 * sin(x)"'),
            ("by one name only", 'glassgrad derive "sigmoid(w*x + b)" w=0.5 x=2 b=-1 --by w'),
            ("the second derivatives too", 'glassgrad derive "x^2 * y^3" x=1 y=2 --order 2'),
        ),
    ),
    Command(
        name="course",
        does="Tell a lesson of the course, every number computed on the spot.",
        more=(
            "Without a lesson: the list of the ten, each with its parameters. Any of these can be changed, and the lesson is told with other numbers. "
            "With --output and no lesson: all of them as web pages in a folder."
        ),
        examples=(
            ("all lessons, and what can be changed in each", "glassgrad course"),
            ("one of them", "glassgrad course 9"),
            ("with other numbers", "glassgrad course 7 --alpha 0.3 --x 3"),
            ("as a page for the browser", "glassgrad course 6 --output calculus.html"),
        ),
    ),
    Command(
        name="check",
        does="Check a hand calculation, line by line.",
        more=(
            "A sheet is what people write: plain text, Markdown or LaTeX, with givens, definitions, gradients and updates in their own order and notation. "
            "Every number is worked out again; behind a wrong one the slips that lead to it are named. With --key the answers to an exercise are graded. "
            "The exit code is 0 if all is right, 1 if something is wrong, 2 if something could not be read."
        ),
        examples=(
            ("a file", "glassgrad check homework.md"),
            ("from standard input, for a program", "glassgrad check - --json"),
            ("answers to an exercise, graded", "glassgrad check answers.txt --key key.json"),
        ),
    ),
    Command(
        name="exercise",
        does="Set an exercise whose numbers show every slip.",
        more="Without a kind, all kinds and their options are listed. Sheet, worked solution and answer key come separately, and for a whole class at once.",
        examples=(
            ("a paper", "glassgrad exercise gradients --seed 7"),
            ("another network, with its key", "glassgrad exercise update --layers 2-2-1 --activation tanh --key key.json"),
            ("how it goes, as a page for the browser", "glassgrad exercise softmax --solution --output solution.html"),
            ("30 different papers for a class", "glassgrad exercise gradients --count 30 --output papers"),
        ),
    ),
    Command(
        name="fit",
        does="Fit a formula to the rows of a table.",
        more=(
            "Names in the formula that are columns are inputs, all others are parameters: the numbers that are found, with standard errors. "
            "What is fitted may stand before an equals sign. Say with --start about where the parameters are, if you know; "
            "without it they are searched for. The exit code is 1 if no minimum was reached."
        ),
        examples=(
            ("a straight line", 'glassgrad fit "width = a + b*length" flowers.csv'),
            ("from known starting values", 'glassgrad fit "progression = a*exp(b*bmi)" diabetes --start a=150,b=1'),
            ("what the formula says for each row, in a file", 'glassgrad fit "width = a + b*length" flowers.csv --output fitted.csv'),
        ),
    ),
    Command(
        name="show",
        does="Show the page of an operation: formula, derivative, example.",
        more="Without a name: the table of contents. With --native: how a processor computes it, down to its instructions.",
        examples=(
            ("all operations", "glassgrad show"),
            ("one of them", "glassgrad show sigmoid"),
            ("the machine code it becomes", "glassgrad show --native sigmoid"),
            ("the machine code of its derivative, in double precision", "glassgrad show --native tanh --derivative --precision float64"),
        ),
    ),
)

START = (
    ("train a network and keep the run", "glassgrad train iris --save iris.glass"),
    ("read what one neuron did in its first step", "glassgrad explain iris.glass --row 0 --unit 1.0"),
    ("derive a formula", 'glassgrad derive "(x+2)**2" x=1'),
)
"""What to try first."""
