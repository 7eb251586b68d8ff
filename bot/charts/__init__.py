"""What is drawn: charts as pictures. The only home of matplotlib; runs in the workshop alone."""
