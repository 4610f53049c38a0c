"""pdfium.py FILE.pdf …: PDFium, and so Chrome, finds the same characters in documents as poppler does."""
import subprocess
import sys
import unicodedata
from collections import Counter

import pypdfium2


def characters(text):
    """The characters of a text, in no order: readers differ in spaces, in the order of lines and in bidi controls."""
    seen = (c for c in unicodedata.normalize("NFD", text) if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf"))
    return Counter(seen)


failed = 0
for path in sys.argv[1:]:
    poppler = characters(subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout)
    document = pypdfium2.PdfDocument(path)
    pdfium = characters("".join(page.get_textpage().get_text_range() for page in document))
    if poppler != pdfium:
        failed += 1
        print(f"{path}: only poppler finds {dict(poppler - pdfium)}, only PDFium {dict(pdfium - poppler)}")
print(f"PDFium finds the same text as poppler in {len(sys.argv) - 1 - failed} of {len(sys.argv) - 1} documents")
sys.exit(failed > 0)
