"""Training: the loop, the run file, replay, resume and the doctor."""
