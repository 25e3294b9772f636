"""Why a line is wrong: the slip, its smallest correction, and whether it only carries an earlier one on."""
