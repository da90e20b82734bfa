"""Decrypting the streams of a PDF that opens without a password, to measure them before pdfium reads them."""

import io

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from pipeline.errors import Encrypted
from pipeline.readers.pdf.objects import Decipher
from pipeline.readers.pdf.plumber import TROUBLE
from pipeline.readers.pdf.restrain import restrained


def find_cipher(data: bytes) -> Decipher | None:
    """How the streams of this file are decrypted; None where they are not encrypted. Raises Encrypted."""
    try:
        with restrained():
            decipher: Decipher | None = PDFDocument(PDFParser(io.BytesIO(data))).decipher
    except TROUBLE as error:
        raise Encrypted("The PDF is protected by a password.") from error
    return decipher
