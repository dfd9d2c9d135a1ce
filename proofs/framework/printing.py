"""A proof as text and as LaTeX."""

from __future__ import annotations

import re
from collections import Counter

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from proofs.framework.proof import Proof, Scope, Step

__all__ = ["latex_of", "summary_of", "text_of"]


class _Text(StrPrinter):  # type: ignore[misc]  # SymPy ships no types
    """Writes letters by their names, products with a dot."""

    def __init__(self, names: dict[sympy.Symbol, str]) -> None:
        super().__init__({"order": "none"})
        self.names = names

    def _print_Symbol(self, expression: sympy.Symbol) -> str:
        # Braces in a name group its scripts for LaTeX.
        return self.names.get(expression, str(expression.name).replace("{", "").replace("}", ""))

    def _print_Relational(self, expression: sympy.core.relational.Relational) -> str:
        sign = {"==": "=", ">=": "≥", "<=": "≤", "!=": "≠"}.get(expression.rel_op, expression.rel_op)
        return f"{self._print(expression.lhs)} {sign} {self._print(expression.rhs)}"


def text_of(proof: Proof) -> str:
    """Return the proof as plain text: a numbered line per step, its formulas, and who checked it."""
    printer = _Text(proof.algebra.names(latex=False))
    lines = [f"{proof.name}  {proof.title}", "", proof.statement, ""]
    for number, step in enumerate(proof.steps, 1):
        lines.append(f"{number:3}. {step.text}  [{_mark(step)}]")
        lines += [f"       {printer.doprint(each).replace('**', '^').replace('*', '·')}" for each in step.formula]
    return "\n".join([*lines, "", summary_of(proof), ""])


def latex_of(proof: Proof) -> str:
    """Return the proof as a LaTeX fragment: an ``enumerate`` with displayed formulas."""
    names = {
        symbol: symbol.name
        for step in proof.steps
        for each in step.formula
        for symbol in each.atoms(sympy.Symbol)
        if not symbol.name.isascii()
    } | proof.algebra.names(latex=True)
    names = {symbol: _formula(written) for symbol, written in names.items()}
    printer = LatexPrinter({"symbol_names": names, "order": "none"})
    lines = [rf"\subsection*{{{proof.name}: {_words(proof.title)}}}", _words(proof.statement), r"\begin{enumerate}"]
    for step in proof.steps:
        lines.append(rf"\item {_words(step.text)} \emph{{({_words(_mark(step))})}}")
        lines += [rf"\[ {printer.doprint(each)} \]" for each in step.formula]
    return "\n".join([*lines, r"\end{enumerate}", ""])


def summary_of(proof: Proof) -> str:
    """Return one line: how many steps, and who checked them."""
    counted = Counter(step.scope for step in proof.steps)
    parts = [f"{counted[scope]} {scope.value}" for scope in Scope if counted[scope]]
    return f"{proof.name}: {len(proof.steps)} steps: {', '.join(parts)}."


def _mark(step: Step) -> str:
    return f"{step.scope.value}: {step.note}" if step.note else step.scope.value


#: Characters of the prose that LaTeX reserves, and those that it writes in mathematical mode.
_ESCAPED = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "#": r"\#", "$": r"\$", "_": r"\_", "{": r"\{", "}": r"\}",
    "^": r"\textasciicircum{}", "<": "$<$", ">": "$>$", "|": "$|$",
    "–": "--", "“": "``", "”": "''",
}  # fmt: skip
_MATHEMATICAL = {
    "≥": r"\ge", "≤": r"\le", "⪰": r"\succeq", "≻": r"\succ", "≠": r"\ne", "∈": r"\in", "Δ": r"\Delta",
    "λ": r"\lambda", "ν": r"\nu", "μ": r"\mu", "Φ": r"\Phi", "Σ": r"\sum", "∂": r"\partial", "−": "-",
    "ᵀ": r"^{\top}", "⁻": "^{-}", "¹": "^{1}", "²": "^{2}", "⁎": "^{*}", "ᵢ": "_{i}", "ⱼ": "_{j}", "½": r"\tfrac12",
    "→": r"\to", "↦": r"\mapsto", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow", "·": r"\cdot", "∞": r"\infty",
    "τ": r"\tau", "δ": r"\delta", "ε": r"\varepsilon", "ρ": r"\rho", "β": r"\beta", "₁": "_{1}", "₂": "_{2}",
    "∖": r"\setminus", "×": r"\times", "∀": r"\forall", "†": r"\dagger", "ᴺ": "^{N}", "₀": "_{0}", "⁰": "^{0}",
    "ŵ": r"\hat{w}", "₋": "_{-}", "∩": r"\cap", "∪": r"\cup", "√": r"\surd", "ᵈ": "^{d}", "θ": r"\theta",
    "±": r"\pm", "ξ": r"\xi", "φ": r"\varphi", "₃": "_{3}", "Ṁ": r"\dot{M}", "ḃ": r"\dot{b}", "′": "'",
    "¼": r"\tfrac14", "⊂": r"\subset", "ᴰ": "^{D}", "ĝ": r"\hat{g}",
    "⟨": r"\langle", "⟩": r"\rangle", "η": r"\eta", "γ": r"\gamma", "α": r"\alpha", "σ": r"\sigma", "κ": r"\kappa",
}  # fmt: skip

#: A primed accent in braces, raised: TeX takes the braces off an accent, and then counts two superscripts.
_PRIMED = re.compile(r"\{(\\hat\{\w\}) ?'\}\^\{")
#: Two superscripts, or two subscripts, in a row, which TeX refuses.
_TWICE = re.compile(r"([_^])\{([^{}]*)\}\1\{([^{}]*)\}")


def _formula(written: str) -> str:
    """Write a name in mathematical mode; scripts in a row are one script."""
    signs = (_MATHEMATICAL.get(each, each) for each in written)
    joined = "".join(f"{sign} " if sign.startswith("\\") and sign[-1].isalpha() else sign for sign in signs)
    while (merged := _TWICE.sub(r"\1{\2\3}", joined)) != joined:
        joined = merged
    return _PRIMED.sub(r"\1^{\\prime", joined)


#: A subscript or a superscript in prose: a letter or two, or anything in braces.
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([A-Za-z0-9]{1,2})(?![A-Za-z0-9]))")


def _words(text: str) -> str:
    pieces, start = [], 0
    for script in _SCRIPT.finditer(text):
        raised = _formula(script[2] or script[3])
        pieces += [_plain(text[start : script.start()]), f"${script[1]}{{{raised}}}$"]
        start = script.end()
    return "".join([*pieces, _plain(text[start:])])


def _plain(text: str) -> str:
    written = (f"${_MATHEMATICAL[each]}$" if each in _MATHEMATICAL else _ESCAPED.get(each, each) for each in text)
    return "".join(written).replace("…", r"\dots{}")
