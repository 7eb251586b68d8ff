"""What is handed out as a workbook: the only home of openpyxl; it runs in the workshop alone.

It turns a report and its rows of answers into an ``.xlsx`` file. It knows no database, no
chat and no consent: whatever stands in a report may be written down.
"""
