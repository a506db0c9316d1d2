# Logits of a model that the usual Python stack loads: logits.py BASE ADAPTER|- IDS OUT
# IDS is a JSON list of rows; OUT gets f32 values, little-endian, row after row.
import json
import sys

import torch
from transformers import AutoModelForCausalLM

base, adapter, ids, out = sys.argv[1:]
torch.set_num_threads(1)
model = AutoModelForCausalLM.from_pretrained(
    base, dtype=torch.float32, attn_implementation="eager", local_files_only=True
)
if adapter != "-":
    from peft import PeftModel, get_peft_model_state_dict
    from safetensors.torch import load_file

    model = PeftModel.from_pretrained(model, adapter)
    saved = load_file(adapter + "/adapter_model.safetensors")
    loaded = get_peft_model_state_dict(model)
    assert saved.keys() == loaded.keys(), saved.keys() ^ loaded.keys()
    assert all(torch.equal(saved[name], loaded[name]) for name in saved)
model.eval()
with open(ids) as rows, open(out, "wb") as file, torch.no_grad():
    for row in json.load(rows):
        file.write(model(torch.tensor([row])).logits.numpy().astype("<f4").tobytes())
