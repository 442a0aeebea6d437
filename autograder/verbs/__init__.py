"""What the engine can do, one module for each verb: here the parts are put together."""
