"""What is handed out: workbooks. The only home of openpyxl; runs in the workshop alone."""
