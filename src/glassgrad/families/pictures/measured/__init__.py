"""What the pictures of model families show, as plain records: for each picture the page that measures it."""
